using Ostinato.Storage;

namespace Ostinato.Sqlite;

/// <summary>Jobs that a process took with one claim. Since is null where they are available since they were stored.</summary>
internal readonly record struct LeaseRange(
    long Low, int Count, ProcessIdentity Process, long Claim, long Queue, int Priority, long Seq,
    int Attempt, int Crashes, long? Since, long TakenAt) : IIdRange<LeaseRange>
{
    public long End => Low + Count;

    public LeaseRange Slice(long from, long end) => this with { Low = from, Seq = Seq + (from - Low), Count = (int)(end - from) };

    /// <summary>Whether another range can be written as the continuation of this one.</summary>
    public bool IsContinuedBy(in LeaseRange next) =>
        next.Low == End && next.Seq == Seq + Count && next.Since == Since && next.Attempt == Attempt && next.Crashes == Crashes
        && next.Queue == Queue && next.Priority == Priority && next.Claim == Claim;

    /// <summary>The same jobs, ended without an answer from the process.</summary>
    public DoneRange Ended(JobState state, string reason, long now) =>
        new(Low, Count, state, Queue, Attempt, Crashes, now, reason, Durations: null);
}
