namespace Ostinato.PostgreSql;

/// <summary>Jobs that ended alike. Durations are packed, one a job, and null where they ended without running.</summary>
internal readonly record struct DoneRange(
    long Low, int Count, JobState State, int Queue, int Attempt, int Crashes, string? Reason, byte[]? Durations)
{
    public long End => Low + Count;

    /// <summary>Jobs that ended without an answer from their process.</summary>
    public static DoneRange Of(in LeaseRange held, JobState state, string? reason) =>
        new(held.Low, held.Count, state, held.Queue, held.Attempt, held.Crashes, reason, Durations: null);
}
