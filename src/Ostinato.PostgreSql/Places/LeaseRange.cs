using Npgsql;

namespace Ostinato.PostgreSql;

/// <summary>Jobs that a process took together.</summary>
/// <param name="Low">The first id.</param>
/// <param name="Count">How many.</param>
/// <param name="Claim">Which claim of this process took them.</param>
/// <param name="Queue">The number of the queue.</param>
/// <param name="Priority">0 first to 9 last.</param>
/// <param name="Seq">Their place in line, to which they return.</param>
/// <param name="Attempt">How many attempts were spent before.</param>
/// <param name="Crashes">How many processes died with them.</param>
/// <param name="Since">Since when they could run.</param>
/// <param name="TakenAt">When they were taken.</param>
internal readonly record struct LeaseRange(
    long Low, int Count, long Claim, int Queue, int Priority, long Seq, int Attempt, int Crashes, DateTime Since, DateTime TakenAt)
    : IIdRange<LeaseRange>
{
    public long End => Low + Count;

    /// <summary>Reads a row of the columns that every statement about leases names, in the same order.</summary>
    public static LeaseRange Read(NpgsqlDataReader row) => new(
        row.GetInt64(0), row.GetInt32(1), Claim: 0, row.GetInt32(2), row.GetInt16(3), row.GetInt64(4), row.GetInt32(5), row.GetInt16(6),
        row.GetDateTime(7), row.GetDateTime(8));

    public LeaseRange Slice(long from, long end) => this with { Low = from, Count = (int)(end - from) };

    /// <summary>Whether another range can be written as the continuation of this one.</summary>
    public bool IsContinuedBy(in LeaseRange next) =>
        next.Low == End && !IdBlocks.Begins(next.Low) && this with { Low = next.Low, Count = next.Count } == next;
}
