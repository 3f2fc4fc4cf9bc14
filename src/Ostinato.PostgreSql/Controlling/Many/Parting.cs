namespace Ostinato.PostgreSql;

/// <summary>Ranges of one place that hold some jobs: the jobs, each alone, and what is left without them.</summary>
internal sealed class Parting<TRange>
    where TRange : struct, IIdRange<TRange>
{
    /// <summary>The first ids of the ranges that lose jobs.</summary>
    public List<long> Cleared { get; } = [];

    public List<TRange> Taken { get; } = [];

    public List<TRange> Left { get; } = [];

    /// <param name="range">A range, as it is stored.</param>
    /// <param name="ids">All that are asked for, in their order and each once.</param>
    public void Add(in TRange range, ReadOnlySpan<long> ids)
    {
        var mine = Within(range, ids);
        if (mine.IsEmpty)
        {
            return;
        }

        Cleared.Add(range.Low);
        var next = range.Low;
        foreach (var id in mine)
        {
            LeaveIf(range, next, id);
            Taken.Add(range.Slice(id, id + 1));
            next = id + 1;
        }

        LeaveIf(range, next, range.End);
    }

    private void LeaveIf(in TRange range, long from, long end)
    {
        if (from < end)
        {
            Left.Add(range.Slice(from, end));
        }
    }

    private static ReadOnlySpan<long> Within(in TRange range, ReadOnlySpan<long> ids)
    {
        var (first, end) = (ids.BinarySearch(range.Low), ids.BinarySearch(range.End));
        return ids[(first < 0 ? ~first : first)..(end < 0 ? ~end : end)];
    }
}
