namespace Ostinato;

/// <summary>Which jobs to list. Members that are left out match everything.</summary>
public sealed record JobFilter
{
    /// <summary>Only these states. Default: any.</summary>
    public JobStates States { get; init; } = JobStates.Any;

    /// <summary>Only this queue.</summary>
    public string? Queue { get; init; }

    /// <summary>Only this wire name.</summary>
    public string? Name { get; init; }

    /// <summary>Only jobs with this tag.</summary>
    public string? Tag { get; init; }

    /// <summary>Where the page before ended: <see cref="JobPage.Next"/>. Default: from the newest on.</summary>
    public JobId? After { get; init; }

    /// <summary>How many at the most, 1 to 1,000. Default 50.</summary>
    public int Limit { get; init; } = 50;
}

/// <summary>Some of the jobs that match, the newest first.</summary>
/// <param name="Jobs">The jobs.</param>
/// <param name="Next">What to pass as <see cref="JobFilter.After"/> for the page that follows; null at the end.</param>
public sealed record JobPage(IReadOnlyList<JobInfo> Jobs, JobId? Next);
