namespace Ostinato;

/// <summary>What an enqueue call says of a job. Members that are left out fall back to the attributes of the payload.</summary>
public sealed record EnqueueOptions
{
    /// <summary>When the job may run. A time that has passed means now. Not together with <see cref="Delay"/>.</summary>
    public DateTimeOffset? RunAt { get; init; }

    /// <summary>How long the job waits, by the store's clock. Not together with <see cref="RunAt"/>.</summary>
    public TimeSpan? Delay { get; init; }

    /// <summary>The queue.</summary>
    public string? Queue { get; init; }

    /// <summary>0 first to 9 last.</summary>
    public int? Priority { get; init; }

    /// <summary>How many attempts may fail before the job is discarded, at least 1.</summary>
    public int? MaxAttempts { get; init; }

    /// <summary>How long one attempt may run, 1 ms to 49 days.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>
    /// The moment after which the job is not worth starting any more: it is discarded then. By the store's clock. Not together with
    /// <see cref="DeadlineIn"/>.
    /// </summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>The same as a span from when the job may run first, 1 ms to 10 years. In place of what the payload says.</summary>
    public TimeSpan? DeadlineIn { get; init; }

    /// <summary>Whether the deadline also stops an attempt that runs. In place of what the payload says.</summary>
    public bool? StopAtDeadline { get; init; }

    /// <summary>Words to find the job by. Trimmed, in lower case, without repetitions; at most 20 of 100 characters.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Text that travels with the job, such as a tenant.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>The text that makes two jobs of one kind the same, in place of what <see cref="UniqueAttribute.Key"/> says.</summary>
    public string? UniqueKey { get; init; }

    /// <summary>
    /// What this call replaces of the job that holds the unique key, if that job waits, in place of what
    /// <see cref="UniqueAttribute.Replace"/> says. Only for a job that is unique.
    /// </summary>
    public UniqueReplace? Replace { get; init; }
}
