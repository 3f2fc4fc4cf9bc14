namespace Ostinato.Storage.Sql;

/// <summary>Jobs of consecutive ids that are kept as one row.</summary>
internal interface IIdRange<TRange>
    where TRange : struct, IIdRange<TRange>
{
    long Low { get; }

    /// <summary>The id behind the last one.</summary>
    long End { get; }

    TRange Slice(long from, long end);
}

internal static class IdRange
{
    /// <summary>Some of the jobs, each alone, and the ranges between them.</summary>
    public static List<TRange> SplitAt<TRange>(this TRange range, IEnumerable<long> ids)
        where TRange : struct, IIdRange<TRange>
    {
        var parts = new List<TRange>();
        var next = range.Low;
        foreach (var id in ids.Distinct().Order())
        {
            if (id < next || id >= range.End)
            {
                continue;
            }

            if (id > next)
            {
                parts.Add(range.Slice(next, id));
            }

            parts.Add(range.Slice(id, id + 1));
            next = id + 1;
        }

        if (next < range.End)
        {
            parts.Add(range.Slice(next, range.End));
        }

        return parts;
    }
}
