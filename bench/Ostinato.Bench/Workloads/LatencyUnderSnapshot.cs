using Ostinato.Bench.Measuring;

namespace Ostinato.Bench.Workloads;

/// <summary>
/// One job every 20 ms: a minute on a clean system, and then minute by minute while a session holds an old snapshot, so that all that is
/// left behind stays where it is.
/// </summary>
internal sealed class LatencyUnderSnapshot : IWorkload
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public async Task<Figure> RunAsync(Arguments arguments)
    {
        var held = TimeSpan.FromSeconds(arguments.Seconds);
        var part = held < Minute ? held : Minute;
        var jobs = (int)(part / Paced.Interval);
        await using var scratch = await Scratch.OpenAsync(arguments);
        await using var system = await JobSystem.StartAsync(arguments, scratch.Database, works: true);
        await Paced.RunAsync(system, jobs / 6);

        var figure = Figure.Of(arguments, scratch).With("part_s", part.TotalSeconds);
        var clean = await AddAsync(figure, system, jobs, "clean");
        double[] last = clean;
        await using (await OldSnapshot.HoldAsync(scratch))
        {
            for (var number = 1; number <= held / part; number++)
            {
                last = await AddAsync(figure, system, jobs, $"held_{number}");
            }
        }

        return figure
            .With("p50_of_clean", Percentiles.Of(last, 0.50) / Percentiles.Of(clean, 0.50))
            .With("p99_of_clean", Percentiles.Of(last, 0.99) / Percentiles.Of(clean, 0.99));
    }

    private static async Task<double[]> AddAsync(Figure figure, JobSystem system, int jobs, string name)
    {
        var delays = await Paced.RunAsync(system, jobs);
        figure
            .With($"p50_ms_{name}", Percentiles.Of(delays, 0.50))
            .With($"p99_ms_{name}", Percentiles.Of(delays, 0.99))
            .VoidWhen(delays.Length != jobs, $"{delays.Length} of {jobs} jobs ran");
        return delays;
    }
}
