using Ostinato.Storage;

namespace Ostinato.Statistics;

/// <summary>
/// Makes the history coarser as it ages, and ends it. Every process does so; of several that add up the same rows one succeeds.
/// </summary>
internal sealed class RollupRound(IStatisticsStore store, Func<StatisticsOptions> options, TimeProvider time)
{
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    private const int RowsAtOnce = 200;
    private static readonly TimeSpan BetweenHours = TimeSpan.FromHours(1);

    private long? _lookedAt;

    public async Task RunAsync(CancellationToken ct)
    {
        await AddUpAsync(level: 0, Rollup.MinutesAlone, ct).ConfigureAwait(false);
        if (_lookedAt is { } lookedAt && time.GetElapsedTime(lookedAt) < BetweenHours)
        {
            return;
        }

        await AddUpAsync(level: 1, Rollup.ByTheMinute, ct).ConfigureAwait(false);
        await store.PruneAsync(options().Retention, ct).ConfigureAwait(false);
        _lookedAt = time.GetTimestamp();
    }

    private async Task AddUpAsync(short level, TimeSpan age, CancellationToken ct)
    {
        int replaced;
        int read;
        do
        {
            var rows = await store.AgedAsync(level, age, RowsAtOnce, ct).ConfigureAwait(false);
            (read, replaced) = (rows.Rows.Count, 0);
            foreach (var (summed, sum) in Rollup.Of(rows, level, age))
            {
                replaced += await store.ReplaceAsync(summed, sum, ct).ConfigureAwait(false) ? 1 : 0;
            }
        }
        while (read == RowsAtOnce && replaced > 0);
    }
}
