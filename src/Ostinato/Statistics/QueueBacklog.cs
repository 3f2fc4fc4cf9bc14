namespace Ostinato;

/// <summary>What waits in a queue, and what it takes to get it done: for autoscalers and people.</summary>
public sealed record QueueBacklog
{
    /// <summary>The queue.</summary>
    public required string Queue { get; init; }

    /// <summary>Whether claims are stopped. No time and no slots are predicted then.</summary>
    public bool IsPaused { get; init; }

    /// <summary>How many jobs could start now.</summary>
    public long Waiting { get; init; }

    /// <summary>How many jobs run.</summary>
    public long Running { get; init; }

    /// <summary>How long the longest-waiting job that could start has waited; null where none waits.</summary>
    public TimeSpan? OldestAge { get; init; }

    /// <summary>How many jobs all registered processes together run at once.</summary>
    public int Slots { get; init; }

    /// <summary>How many attempts ended in a second, over five minutes that end a minute ago at the latest.</summary>
    public double PerSecond { get; init; }

    /// <summary>How long an attempt ran on average in the last hour; null where none ended.</summary>
    public TimeSpan? MeanDuration { get; init; }

    /// <summary>
    /// How long it takes to start what waits now, at the pace of the last minutes where jobs have waited as long, otherwise with all slots
    /// busy. Null where nothing is known to tell it by, or no process serves the queue.
    /// </summary>
    public TimeSpan? DrainTime { get; init; }

    /// <summary>
    /// How many slots it takes to keep up with what comes and to start what waits within the time that was asked for. At least one while
    /// anything waits; as many as there are where no duration is known.
    /// </summary>
    public int NeededSlots { get; init; }
}
