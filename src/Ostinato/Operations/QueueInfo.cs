namespace Ostinato;

/// <summary>What is known of one queue.</summary>
public sealed record QueueInfo
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>Whether claims are stopped.</summary>
    public bool IsPaused { get; init; }

    /// <summary>Why claims are stopped.</summary>
    public string? PauseReason { get; init; }

    /// <summary>Since when claims are stopped.</summary>
    public DateTimeOffset? PausedAt { get; init; }

    /// <summary>How many jobs are in each state; a state without jobs is absent.</summary>
    public IReadOnlyDictionary<JobState, long> Counts { get; init; } = new Dictionary<JobState, long>();

    /// <summary>How long the longest-waiting available job has waited; null when none waits.</summary>
    public TimeSpan? OldestAvailable { get; init; }
}
