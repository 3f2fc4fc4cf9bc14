namespace Ostinato.Sqlite;

/// <summary>Jobs that wait for the same time.</summary>
internal readonly record struct DueRange(long RunAt, long Low, int Count, long Queue, int Priority, int Attempt, int Crashes)
{
    public long End => Low + Count;

    public JobState State => Attempt == 0 ? JobState.Scheduled : JobState.Retryable;

    public DueRange Slice(long from, long end) => this with { Low = from, Count = (int)(end - from) };
}
