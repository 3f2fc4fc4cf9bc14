namespace Ostinato.Sqlite;

/// <summary>Ranges of ids of jobs in the order of a list.</summary>
internal interface IRangeWalk
{
    /// <summary>The next range, cut to what was not seen yet; null at the end.</summary>
    /// <exception cref="OperationCanceledException">Whoever asks has gone.</exception>
    PlacedRange? Next();
}

/// <summary>A range of whichever place, and how to describe its jobs.</summary>
internal readonly record struct PlacedRange(long Low, long End, long Queue, Func<JobInfo, long, JobInfo> Describe)
{
    /// <summary>When its jobs ended, in microseconds, where the list goes by that.</summary>
    public long? FinishedAt { get; init; }

    /// <summary>Where a list goes on below a job of the range.</summary>
    public JobPosition After(long id) => new(new JobId(id), FinishedAt is { } at ? Microseconds.Time(at) : null);
}
