namespace Ostinato.Storage;

internal sealed class MemoryStatistics(MemoryState state) : IStatisticsStore
{
    private readonly Dictionary<Guid, StatisticsRow> _rows = [];

    public ValueTask AppendAsync(IReadOnlyList<NewStatistics> rows, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(rows);
        using var turn = state.Begin(ct);
        foreach (var row in rows)
        {
            _rows.TryAdd(row.Id, new StatisticsRow(row.Id, Level: 0, Minute(turn.Now - row.Age), row.Body.ToArray()));
        }

        return default;
    }

    public ValueTask<IReadOnlyList<StatisticsRow>> ReadAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken ct)
    {
        using var turn = state.Begin(ct);
        return new(Ordered(row => row.Start >= from && row.Start < to));
    }

    public ValueTask<StoredStatistics> LatestAsync(TimeSpan age, CancellationToken ct)
    {
        using var turn = state.Begin(ct);
        var now = turn.Now;
        return new(new StoredStatistics(now, Ordered(row => row.Start >= now - age)));
    }

    public ValueTask<StoredStatistics> AgedAsync(short level, TimeSpan olderThan, int limit, CancellationToken ct)
    {
        using var turn = state.Begin(ct);
        var now = turn.Now;
        var aged = Ordered(row => row.Level == level && row.Start < now - olderThan);
        return new(new StoredStatistics(now, [.. aged.Take(limit)]));
    }

    public ValueTask<bool> ReplaceAsync(IReadOnlyList<Guid> rows, StatisticsRow sum, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(sum);
        using var turn = state.Begin(ct);
        if (!rows.All(_rows.ContainsKey))
        {
            return new(false);
        }

        foreach (var row in rows)
        {
            _rows.Remove(row);
        }

        _rows.Add(sum.Id, sum with { Body = sum.Body.ToArray() });
        return new(true);
    }

    public ValueTask<int> PruneAsync(TimeSpan olderThan, CancellationToken ct)
    {
        using var turn = state.Begin(ct);
        var now = turn.Now;
        var aged = Ordered(row => row.Start < now - olderThan);
        foreach (var row in aged)
        {
            _rows.Remove(row.Id);
        }

        return new(aged.Length);
    }

    private StatisticsRow[] Ordered(Func<StatisticsRow, bool> isMeant) => [.. _rows.Values.Where(isMeant).OrderBy(row => row.Start)];

    private static DateTimeOffset Minute(DateTimeOffset time) =>
        new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
}
