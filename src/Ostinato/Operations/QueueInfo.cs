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

    /// <summary>Who stopped them.</summary>
    public string? PausedBy { get; init; }

    /// <summary>What an operator has set; null where nothing is: then only the configuration of each process counts.</summary>
    public QueueSettings? Settings { get; init; }

    /// <summary>The processes whose configuration names it, and what each of them makes of it.</summary>
    public IReadOnlyList<QueueServer> Servers { get; init; } = [];

    /// <summary>How many jobs are in each state; a state without jobs is absent.</summary>
    public IReadOnlyDictionary<JobState, long> Counts { get; init; } = new Dictionary<JobState, long>();

    /// <summary>How long the longest-waiting available job has waited; null when none waits.</summary>
    public TimeSpan? OldestAvailable { get; init; }
}

/// <summary>How a process serves a queue.</summary>
/// <param name="Process">Its number and epoch.</param>
/// <param name="Host">The name of its machine.</param>
/// <param name="Configured">How many of its jobs its configuration lets run at once.</param>
/// <param name="Effective">How many run at once: what an operator has set rules. 0 where it must not serve the queue.</param>
public sealed record QueueServer(Storage.ProcessIdentity Process, string Host, int Configured, int Effective);
