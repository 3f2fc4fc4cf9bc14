using Ostinato.Storage;

namespace Ostinato.Statistics;

/// <summary>What attempts came to lately, queue by queue, read from the store at most once in a quarter of a minute.</summary>
internal sealed class RecentStatistics(StoreAccess access, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(15);

    private volatile Reading? _last;

    public async ValueTask<Recent> ReadAsync(CancellationToken ct)
    {
        if (_last is { } last && time.GetElapsedTime(last.At) < Fresh)
        {
            return last.Recent;
        }

        var at = time.GetTimestamp();
        var store = await access.OpenAsync(ct).ConfigureAwait(false);
        var recent = Recent.Of(await store.Statistics.LatestAsync(Recent.Long + TimeSpan.FromMinutes(1), ct).ConfigureAwait(false));
        _last = new Reading(at, recent);
        return recent;
    }

    private sealed record Reading(long At, Recent Recent);
}

/// <summary>What attempts came to in some windows that end now, by queue.</summary>
/// <param name="Steady">Five whole minutes that every process has written: those before the last one.</param>
/// <param name="InFiveMinutes">The last five minutes, as far as they are written.</param>
/// <param name="InAnHour">The last hour, as far as it is written.</param>
internal sealed record Recent(
    IReadOnlyDictionary<string, Series> Steady, IReadOnlyDictionary<string, Series> InFiveMinutes,
    IReadOnlyDictionary<string, Series> InAnHour)
{
    public static readonly TimeSpan Short = TimeSpan.FromMinutes(5);
    public static readonly TimeSpan Long = TimeSpan.FromHours(1);

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public static Recent Of(StoredStatistics stored)
    {
        var minute = Rollup.Floor(stored.Now, Minute);
        return new Recent(
            Sum(stored.Rows.Where(row => row.Start >= minute - Short - Minute && row.Start < minute - Minute)),
            Sum(stored.Rows.Where(row => row.Start >= minute - Short)),
            Sum(stored.Rows.Where(row => row.Start >= minute - Long)));
    }

    private static Dictionary<string, Series> Sum(IEnumerable<StatisticsRow> rows)
    {
        var sums = new Dictionary<string, Series>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            var table = new SeriesTable();
            table.TryAdd(row.Body.Span);
            foreach (var (key, series) in table.All)
            {
                if (!sums.TryGetValue(key.Queue, out var sum))
                {
                    sums.Add(key.Queue, sum = new Series());
                }

                sum.Add(series);
            }
        }

        return sums;
    }
}
