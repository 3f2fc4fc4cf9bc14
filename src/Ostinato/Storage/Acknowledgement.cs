namespace Ostinato.Storage;

/// <summary>How one attempt ended, as the store is told.</summary>
/// <param name="Job">The claimed job.</param>
/// <param name="End">Where the job goes.</param>
/// <param name="Duration">How long the handler ran.</param>
/// <param name="Detail">More, where there is more to say than success.</param>
public readonly record struct Acknowledgement(ClaimedJob Job, AttemptEnd End, TimeSpan Duration, AttemptDetail? Detail = null);

/// <summary>Where a job goes after an attempt.</summary>
public enum AttemptEnd
{
    /// <summary>Final: completed.</summary>
    Completed,

    /// <summary>Final: cancelled.</summary>
    Cancelled,

    /// <summary>Final: discarded.</summary>
    Discarded,

    /// <summary>Waits for <see cref="AttemptDetail.Due"/>; the attempt is spent.</summary>
    Retry,

    /// <summary>Waits for <see cref="AttemptDetail.Due"/>; the attempt is not spent.</summary>
    Snooze,

    /// <summary>Goes back to its old place in the queue at once; the attempt is not spent.</summary>
    Return,

    /// <summary>Set aside for <see cref="AttemptDetail.Suspension"/>; the attempt is not spent.</summary>
    Suspend,
}

/// <summary>What the end of an attempt means for its job.</summary>
internal static class AttemptEnds
{
    /// <summary>The final state that it leads to; null where the job goes on.</summary>
    public static JobState? Final(this AttemptEnd end) => end switch
    {
        AttemptEnd.Completed => JobState.Completed,
        AttemptEnd.Cancelled => JobState.Cancelled,
        AttemptEnd.Discarded => JobState.Discarded,
        _ => null,
    };
}

/// <summary>More about the end of an attempt.</summary>
public sealed record AttemptDetail
{
    /// <summary>When the job may run again, for <see cref="AttemptEnd.Retry"/> and <see cref="AttemptEnd.Snooze"/>.</summary>
    public DueTime Due { get; init; }

    /// <summary>Why it was cancelled, discarded or suspended, in words.</summary>
    public string? Reason { get; init; }

    /// <summary>Why it was set aside, for <see cref="AttemptEnd.Suspend"/>.</summary>
    public SuspensionReason Suspension { get; init; }

    /// <summary>The error to keep.</summary>
    public AttemptError? Error { get; init; }

    /// <summary>The result to keep, in UTF-8 JSON, for <see cref="AttemptEnd.Completed"/>.</summary>
    public ReadOnlyMemory<byte>? Result { get; init; }

    /// <summary>What the attempt told last. It is written with the end, as <see cref="IJobNotes.WriteAsync"/> would have before.</summary>
    public IReadOnlyList<JobNote> Notes { get; init; } = [];
}

/// <summary>Why a job was set aside.</summary>
public enum SuspensionReason
{
    /// <summary>No reason.</summary>
    None,

    /// <summary>The process that claimed it had no code for its name.</summary>
    UnknownName,

    /// <summary>Its payload could not be read.</summary>
    UnreadablePayload,

    /// <summary>Too many processes died while they held it.</summary>
    Poison,
}
