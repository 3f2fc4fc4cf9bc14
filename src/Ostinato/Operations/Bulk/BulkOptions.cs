namespace Ostinato;

/// <summary>How an action on all jobs that match is done.</summary>
public sealed record BulkOptions
{
    /// <summary>Only counts what would be changed.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>How many jobs are tried at the most, the newest first; null for all. Ten first show whether all will do.</summary>
    public int? Limit { get; init; }

    /// <summary>How many jobs a second are tried at the most, from 1; null for as many as the store takes.</summary>
    public int? PerSecond { get; init; }

    /// <summary>Told how far it is, after each few hundred jobs and at the end.</summary>
    public IProgress<BulkResult>? Progress { get; init; }

    /// <summary>Who asks; written to the log and to the audit log. Default: the actor of the <see cref="IJobAdmin"/>.</summary>
    public string? Actor { get; init; }

    /// <summary>Why; written to the log and to the audit log.</summary>
    public string? Reason { get; init; }
}

/// <summary>What became of an action on all jobs that match.</summary>
public sealed record BulkResult
{
    internal const int SampleSize = 10;

    /// <summary>How many jobs matched and were tried.</summary>
    public required long Matched { get; init; }

    /// <summary>How many of them were changed, or would be.</summary>
    public required long Changed { get; init; }

    /// <summary>How many were left as they are: they ran, had moved on, or another job holds their unique key.</summary>
    public long Unchanged => Matched - Changed;

    /// <summary>Whether nothing was changed, because only a count was asked for.</summary>
    public required bool IsDryRun { get; init; }

    /// <summary>The first jobs that were changed or would be, at most 10.</summary>
    public required IReadOnlyList<JobId> Sample { get; init; }
}
