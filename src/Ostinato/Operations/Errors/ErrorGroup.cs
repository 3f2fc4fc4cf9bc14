namespace Ostinato;

/// <summary>The errors of the jobs that match, alike ones together, the most frequent first.</summary>
/// <param name="Groups">The groups.</param>
/// <param name="Looked">At how many jobs was looked, the newest first; at most 10,000.</param>
/// <param name="IsPartial">Whether there are more jobs than that. A narrower filter reaches them.</param>
public sealed record ErrorGroups(IReadOnlyList<ErrorGroup> Groups, long Looked, bool IsPartial);

/// <summary>Jobs of one kind whose last errors are alike.</summary>
public sealed record ErrorGroup
{
    internal const int SampleSize = 10;

    /// <summary>What stands for the error: the same for the same type, message and place, on every machine.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The wire name of the jobs.</summary>
    public required string Name { get; init; }

    /// <summary>The type of the exception.</summary>
    public required string Type { get; init; }

    /// <summary>What it said, without what differs from job to job: numbers, ids, and what stands in quotation marks.</summary>
    public required string Message { get; init; }

    /// <summary>The method of the application in which it was thrown; null where no stack trace was kept.</summary>
    public required string? Place { get; init; }

    /// <summary>How many jobs.</summary>
    public required long Count { get; init; }

    /// <summary>When the first of these errors was.</summary>
    public required DateTimeOffset FirstAt { get; init; }

    /// <summary>When the last of these errors was.</summary>
    public required DateTimeOffset LastAt { get; init; }

    /// <summary>The newest of the jobs, at most 10.</summary>
    public required IReadOnlyList<JobId> Sample { get; init; }
}
