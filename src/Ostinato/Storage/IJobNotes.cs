namespace Ostinato.Storage;

/// <summary>Keeps what attempts tell while they run. It goes with the job. What they tell last travels with their end.</summary>
public interface IJobNotes
{
    /// <summary>
    /// Writes notes of many jobs in one trip, each if and only if the process stands under its epoch and holds the job by this claim. The
    /// lines of an attempt begin with part 0, which takes the place of the lines of earlier runs of that attempt, and of attempts more than
    /// <see cref="NoteLimits.Attempts"/> before it.
    /// </summary>
    /// <param name="process">Who speaks.</param>
    /// <param name="notes">At most one for each place; parts of an attempt in order. Writing the same notes twice changes nothing.</param>
    /// <param name="ct">Cancels before the store has begun.</param>
    /// <returns>The claims that do not hold any more: what was told under them was not written.</returns>
    ValueTask<IReadOnlyList<ClaimedJob>> WriteAsync(ProcessIdentity process, IReadOnlyList<JobNote> notes, CancellationToken ct);

    /// <summary>The latest checkpoint of a job in UTF-8 JSON; null where there is none.</summary>
    ValueTask<ReadOnlyMemory<byte>?> CheckpointAsync(JobId id, CancellationToken ct);

    /// <summary>The lines of a job in order.</summary>
    /// <param name="id">The job.</param>
    /// <param name="after">The slot of the last note that the caller has; 0 for all.</param>
    /// <param name="ct">Cancels.</param>
    ValueTask<IReadOnlyList<StoredNote>> LinesAsync(JobId id, long after, CancellationToken ct);
}

/// <summary>What a note is.</summary>
public enum NoteKind
{
    /// <summary>No kind.</summary>
    None,

    /// <summary>How far the job is. The latest one is kept.</summary>
    Progress,

    /// <summary>Where the next attempt may go on from. The latest one is kept.</summary>
    Checkpoint,

    /// <summary>Lines of the log of one attempt. All parts of the latest attempts are kept.</summary>
    Lines,
}

/// <summary>What an attempt tells.</summary>
/// <param name="Job">The claim under which it runs.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Body">UTF-8 JSON.</param>
/// <param name="Part">For lines, how many parts the attempt has told before.</param>
public readonly record struct JobNote(ClaimedJob Job, NoteKind Kind, ReadOnlyMemory<byte> Body, int Part = 0)
{
    /// <summary>Its place among the notes of its kind: a later one in the same place takes it.</summary>
    public long Slot => Kind == NoteKind.Lines ? NoteLimits.SlotOf(Job.Attempt, Part) : 0;
}

/// <summary>A note as a store keeps it.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Slot">Its place among the notes of its kind.</param>
/// <param name="Attempt">Which attempt told it, from 1.</param>
/// <param name="At">When it was written, by the store's clock.</param>
/// <param name="Body">UTF-8 JSON.</param>
public sealed record StoredNote(NoteKind Kind, long Slot, int Attempt, DateTimeOffset At, ReadOnlyMemory<byte> Body);

/// <summary>How much of what attempts tell is kept.</summary>
public static class NoteLimits
{
    /// <summary>Of how many attempts the lines are kept: the latest.</summary>
    public const int Attempts = 10;

    private const int PartBits = 32;

    /// <summary>The place of lines.</summary>
    public static long SlotOf(int attempt, int part) => ((long)attempt << PartBits) + part;

    /// <summary>The first place whose lines stay when an attempt begins to tell lines; what it told before goes as well.</summary>
    public static long FirstKept(int attempt) => SlotOf(Math.Max(0, attempt - Attempts + 1), 0);
}
