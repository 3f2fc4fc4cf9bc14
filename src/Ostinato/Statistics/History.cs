using Ostinato.Storage;

namespace Ostinato.Statistics;

/// <summary>The history of some kinds and queues, step by step. Pure.</summary>
internal sealed class History(StatisticsQuery query, DateTimeOffset from)
{
    private readonly SortedDictionary<long, SeriesTable> _steps = [];

    /// <summary>Adds a row. One that this version cannot read is left out.</summary>
    public void Add(StatisticsRow row)
    {
        var table = new SeriesTable();
        if (!table.TryAdd(row.Body.Span))
        {
            return;
        }

        var step = (row.Start - from).Ticks / query.Step.Ticks;
        if (!_steps.TryGetValue(step, out var sum))
        {
            _steps.Add(step, sum = new SeriesTable());
        }

        foreach (var (key, series) in table.All.Where(one => IsMeant(one.Key)))
        {
            sum.Of(query.Apart ? key : SeriesKey.Others).Add(series);
        }
    }

    /// <summary>What there is in each of so many steps.</summary>
    public IEnumerable<JobStatistics> Steps(int count)
    {
        for (var step = 0; step < count; step++)
        {
            var table = _steps.GetValueOrDefault(step) ?? new SeriesTable();
            if (!query.Apart)
            {
                yield return Statistics(step, table.Of(SeriesKey.Others));
                continue;
            }

            foreach (var (key, series) in table.All.OrderBy(one => one.Key.Queue, StringComparer.Ordinal)
                .ThenBy(one => one.Key.Name, StringComparer.Ordinal))
            {
                yield return Statistics(step, series) with { Name = key.Name, Queue = key.Queue };
            }
        }
    }

    private bool IsMeant(SeriesKey key) =>
        (query.Name is null || query.Name == key.Name) && (query.Queue is null || query.Queue == key.Queue);

    private JobStatistics Statistics(long step, Series series) => new()
    {
        Start = from + (step * query.Step),
        Span = query.Step,
        Completed = series[AttemptEnd.Completed],
        Retried = series[AttemptEnd.Retry],
        Snoozed = series[AttemptEnd.Snooze],
        Discarded = series[AttemptEnd.Discarded],
        Cancelled = series[AttemptEnd.Cancelled],
        Returned = series[AttemptEnd.Return],
        Suspended = series[AttemptEnd.Suspend],
        Duration = Summary(series.Durations),
        Waiting = Summary(series.Waits),
    };

    private static LatencySummary Summary(LatencySketch sketch) =>
        new(sketch.Count, sketch.Quantile(0.5), sketch.Quantile(0.95), sketch.Quantile(0.99), sketch.Quantile(1));
}
