using System.Diagnostics;
using Ostinato.Bench.Measuring;

namespace Ostinato.Bench.Workloads;

/// <summary>
/// How long the next time of a cron expression takes, in zones with and without daylight saving, beside Cronos in the same run. Rounds
/// alternate; each walks from tick to tick, as a schedule does.
/// </summary>
internal sealed class CronNext : IWorkload
{
    private const int Rounds = 15;
    private const int Steps = 2_000;
    private static readonly TimeSpan Warming = TimeSpan.FromSeconds(2);
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly string[] Expressions =
    [
        "* * * * *", "*/5 * * * *", "0 * * * *", "30 2 * * *", "0 3 * * MON-FRI", "0 0 1 * *", "15 10 L * *", "0 12 15W * *", "0 9 * * MON#2",
        "0 0 29 2 *",
    ];

    private static readonly TimeZoneInfo[] Zones =
        [.. new[] { "UTC", "Europe/Vilnius", "America/New_York", "Australia/Lord_Howe" }.Select(TimeZoneInfo.FindSystemTimeZoneById)];

    private delegate DateTimeOffset? Next(DateTimeOffset after, TimeZoneInfo zone);

    public Task<Figure> RunAsync(Arguments arguments)
    {
        var ours = Expressions.Select<string, Next>(text => CronExpression.Parse(text).Next).ToArray();
        var theirs = Expressions.Select(OfCronos).ToArray();
        var (mine, peer) = (new List<double>(), new List<double>());
        WarmUp(ours, theirs);
        for (var round = 0; round < Rounds; round++)
        {
            mine.Add(Measure(ours));
            peer.Add(Measure(theirs));
        }

        var figure = Figure.Of(arguments)
            .With("next_ns", Median(mine))
            .With("next_ns_cronos", Median(peer))
            .With("times_as_fast_as_cronos", Median(peer) / Median(mine));
        foreach (var (text, next) in Expressions.Zip(ours))
        {
            figure.With($"next_ns '{text}'", Measure([next]));
        }

        return Task.FromResult(figure);
    }

    // The compiler takes its time to make fast code of what is called often.
    private static void WarmUp(Next[] ours, Next[] theirs)
    {
        for (var since = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(since) < Warming;)
        {
            _ = (Measure(ours), Measure(theirs));
        }
    }

    private static Next OfCronos(string text)
    {
        var expression = Cronos.CronExpression.Parse(text);
        return (after, zone) => expression.GetNextOccurrence(after, zone);
    }

    // Nanoseconds for each next time.
    private static double Measure(Next[] expressions)
    {
        var count = 0;
        var since = Stopwatch.GetTimestamp();
        foreach (var next in expressions)
        {
            foreach (var zone in Zones)
            {
                var at = (DateTimeOffset?)Start;
                for (var step = 0; step < Steps / expressions.Length && at is not null; step++, count++)
                {
                    at = next(at.Value, zone);
                }
            }
        }

        return Stopwatch.GetElapsedTime(since).TotalNanoseconds / count;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
