namespace Ostinato.Sqlite;

/// <summary>Jobs that ended alike. Durations are packed, one a job, and null where they ended without running.</summary>
internal readonly record struct DoneRange(
    long Low, int Count, JobState State, long Queue, int Attempt, int Crashes, long FinishedAt, string? Reason, byte[]? Durations)
{
    public long End => Low + Count;

    public DoneRange Slice(long from, long end) => this with
    {
        Low = from,
        Count = (int)(end - from),
        Durations = Durations is { } packed ? PackedDurations.Slice(packed, (int)(from - Low), (int)(end - from)) : null,
    };
}
