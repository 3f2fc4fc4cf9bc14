namespace Ostinato.Storage;

/// <summary>Who is running, and what the dead held.</summary>
public interface IProcessRegistry
{
    /// <summary>Registers a process. A process that was declared dead joins again under its old number and a new epoch.</summary>
    /// <param name="description">What it serves.</param>
    /// <param name="earlier">Who it was before it was declared dead, or null. If that identity still stands, all it held goes back first,
    /// no attempt spent.</param>
    /// <param name="ct">Cancels before the store has begun.</param>
    ValueTask<ProcessIdentity> JoinAsync(ProcessDescription description, ProcessIdentity? earlier, CancellationToken ct);

    /// <summary>Says that the process lives and reads the beats of all processes in the same transaction.</summary>
    ValueTask<Heartbeat> BeatAsync(ProcessIdentity process, CancellationToken ct);

    /// <summary>Ends a process in good order. What it still held goes back at once, no attempt spent.</summary>
    ValueTask LeaveAsync(ProcessIdentity process, CancellationToken ct);

    /// <summary>
    /// Declares a process dead and puts what it held back: with one attempt and one crash more and an error entry, or as cancelled where
    /// that was asked for, or set aside as poison from <paramref name="poisonAfter"/> crashes on. Changes nothing and returns null when
    /// the process has moved on from the observed beat.
    /// </summary>
    ValueTask<ReapedJobs?> ReapAsync(ProcessBeat observed, int poisonAfter, CancellationToken ct);
}

/// <summary>A process and the number of its life. Whatever it writes is refused once the epoch has passed.</summary>
/// <param name="Id">The number of the process.</param>
/// <param name="Epoch">The number of its life, from 1.</param>
public readonly record struct ProcessIdentity(long Id, long Epoch)
{
    /// <summary>Such as <c>12.1</c>.</summary>
    public override string ToString() => $"{Id}.{Epoch}";
}

/// <summary>What a process tells the others of itself.</summary>
/// <param name="Host">The name of the machine.</param>
/// <param name="ProcessId">The operating system's number.</param>
/// <param name="Queues">The queues it serves, and how many jobs of each at once.</param>
/// <param name="Names">The wire names it has handlers for, with the versions that it can read: see <see cref="StoredName"/>.</param>
public sealed record ProcessDescription(
    string Host, int ProcessId, IReadOnlyDictionary<string, int> Queues, IReadOnlyCollection<string> Names)
{
    /// <summary>What it calls itself beside its host, for settings of queues that say who serves them.</summary>
    public IReadOnlyCollection<string> Labels { get; init; } = [];
}

/// <summary>A sign of life: the number changes with every beat. Deaths are told by counting beats, never by comparing clocks.</summary>
/// <param name="Process">Whose.</param>
/// <param name="Beat">The count.</param>
public readonly record struct ProcessBeat(ProcessIdentity Process, long Beat);

/// <summary>The answer to a beat.</summary>
/// <param name="StillStands">False when the process was declared dead; nothing was changed then.</param>
/// <param name="Beats">The last beat of every registered process, the caller included.</param>
public sealed record Heartbeat(bool StillStands, IReadOnlyList<ProcessBeat> Beats)
{
    /// <summary>The settings of all queues that have any: a JSON object, by name; null where none has.</summary>
    public string? QueueSettings { get; init; }
}

/// <summary>What became of the jobs that a dead process held.</summary>
/// <param name="Returned">How many went back to their queues.</param>
/// <param name="Poisoned">How many were set aside.</param>
/// <param name="Cancelled">How many were cancelled because somebody had asked for it.</param>
public readonly record struct ReapedJobs(int Returned, int Poisoned, int Cancelled)
{
    /// <summary>Those that did not go back: set aside, cancelled, or found completed.</summary>
    public IReadOnlyList<JobId> Ended
    {
        get => field ?? [];
        init => field = value is { Count: > 0 } ? value : null;
    }
}
