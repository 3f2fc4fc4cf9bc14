using Ostinato.Storage;

namespace Ostinato.Statistics;

/// <summary>Reads the history from the store, a day at a time: a month of a large fleet is tens of megabytes.</summary>
internal static class HistoryReader
{
    public const int MostSteps = 100_000;

    private static readonly TimeSpan ShortestStep = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan AtOnce = TimeSpan.FromDays(1);

    /// <exception cref="ArgumentException">The query makes no sense.</exception>
    public static async Task<IReadOnlyList<JobStatistics>> ReadAsync(IStatisticsStore store, StatisticsQuery query, CancellationToken ct)
    {
        if (query.Step < ShortestStep)
        {
            throw new ArgumentException($"The step is {query.Step}; it must be at least {ShortestStep}.", nameof(query));
        }

        var to = query.To ?? await EndAsync(store, query.Step, ct).ConfigureAwait(false);
        var from = Rollup.Floor(query.From ?? (to - query.Period), query.Step);
        var steps = (long)Math.Ceiling((to - from) / query.Step);
        if (steps is < 1 or > MostSteps)
        {
            throw new ArgumentException(
                $"From {from:u} to {to:u} there are {steps:N0} steps of {query.Step}; it must be 1 to {MostSteps:N0}.", nameof(query));
        }

        var history = new History(query, from);
        var end = from + (steps * query.Step);
        for (var start = from; start < end; start += AtOnce)
        {
            var next = end - start > AtOnce ? start + AtOnce : end;
            foreach (var row in await store.ReadAsync(start, next, ct).ConfigureAwait(false))
            {
                history.Add(row);
            }
        }

        return [.. history.Steps((int)steps)];
    }

    // The end of the step that is under way.
    private static async Task<DateTimeOffset> EndAsync(IStatisticsStore store, TimeSpan step, CancellationToken ct) =>
        Rollup.Floor((await store.LatestAsync(TimeSpan.Zero, ct).ConfigureAwait(false)).Now, step) + step;
}
