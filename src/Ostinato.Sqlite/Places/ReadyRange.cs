using Ostinato.Storage;

namespace Ostinato.Sqlite;

/// <summary>Available jobs in line: the one with the id Low + i stands at Seq + i.</summary>
internal readonly record struct ReadyRange(
    long Queue, int Priority, long Seq, long Low, int Count, int Attempt, int Crashes, long Since)
{
    public long End => Low + Count;

    /// <summary>The line of <see cref="ClaimRule"/> that the jobs stand in.</summary>
    public int Line => ClaimRule.LineOf(Priority, Crashes);

    /// <summary>Whether the jobs stand where they stood when they were stored, so that they are available since then.</summary>
    public bool HasNeverMoved => Seq == Low;

    public ReadyRange Slice(long from, long end) => this with { Low = from, Seq = Seq + (from - Low), Count = (int)(end - from) };
}
