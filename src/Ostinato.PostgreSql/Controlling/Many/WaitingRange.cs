using Npgsql;

namespace Ostinato.PostgreSql;

/// <summary>Jobs that wait alike.</summary>
/// <param name="Low">The first id.</param>
/// <param name="Count">How many.</param>
/// <param name="Queue">The number of the queue.</param>
/// <param name="Priority">0 first to 9 last.</param>
/// <param name="Attempt">How many attempts were spent.</param>
/// <param name="Crashes">How many processes died with them.</param>
/// <param name="Seq">Their place in line, where they stand in one.</param>
/// <param name="At">Since when they could run, or when they are due.</param>
internal readonly record struct WaitingRange(
    long Low, int Count, int Queue, short Priority, int Attempt, short Crashes, long Seq = 0, DateTime At = default)
    : IIdRange<WaitingRange>
{
    public long End => Low + Count;

    public static WaitingRange Read(NpgsqlDataReader row) => new(
        row.GetInt64(0), row.GetInt32(1), row.GetInt32(2), row.GetInt16(3), row.GetInt32(4), row.GetInt16(5), row.GetInt64(6),
        row.GetDateTime(7));

    public WaitingRange Slice(long from, long end) => this with { Low = from, Count = (int)(end - from) };

    /// <summary>Those that follow each other and are alike, as one range, as long as one claim should find in it.</summary>
    public static List<WaitingRange> Join(IEnumerable<WaitingRange> ranges)
    {
        var joined = new List<WaitingRange>();
        foreach (var next in ranges.OrderBy(range => range.Low))
        {
            if (joined.Count > 0 && joined[^1] is var last && last.IsContinuedBy(next))
            {
                joined[^1] = last with { Count = last.Count + next.Count };
            }
            else
            {
                joined.Add(next);
            }
        }

        return joined;
    }

    private bool IsContinuedBy(in WaitingRange next) =>
        next.Low == End && Count + next.Count <= InsertionGroup.Longest && !IdBlocks.Begins(next.Low)
        && this with { Low = next.Low, Count = next.Count } == next;
}
