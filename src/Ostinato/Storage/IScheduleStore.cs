namespace Ostinato.Storage;

/// <summary>Keeps schedules, and makes each of their ticks happen once, whichever processes see that it is time.</summary>
/// <remarks>
/// What a schedule says is the engine's: a store keeps it byte for byte. It compares the next tick with its own clock, and a revision with
/// what the caller saw, so that of several who write or fire a schedule at the same time one succeeds.
/// </remarks>
public interface IScheduleStore
{
    /// <summary>Every schedule, by name.</summary>
    ValueTask<IReadOnlyList<StoredSchedule>> ListAsync(CancellationToken ct);

    /// <summary>Writes a schedule unless somebody else has written or fired it since.</summary>
    /// <param name="schedule">As it shall be, with the revision that the caller saw; 0 for one that must not exist yet.</param>
    /// <param name="audit">The row to be written with the change, and only with one; null for none.</param>
    /// <param name="ct">Cancels before the store has begun.</param>
    /// <returns>Whether it was written.</returns>
    ValueTask<bool> WriteAsync(StoredSchedule schedule, NewAuditEntry? audit, CancellationToken ct);

    /// <inheritdoc cref="WriteAsync(StoredSchedule, NewAuditEntry?, CancellationToken)"/>
    ValueTask<bool> WriteAsync(StoredSchedule schedule, CancellationToken ct) => WriteAsync(schedule, audit: null, ct);

    /// <summary>Removes a schedule and its ticks. Jobs that it enqueued stay.</summary>
    /// <param name="name">Which.</param>
    /// <param name="audit">The row to be written with the change, and only with one; null for none.</param>
    /// <param name="ct">Cancels before the store has begun.</param>
    /// <returns>Whether there was one.</returns>
    ValueTask<bool> DeleteAsync(string name, NewAuditEntry? audit, CancellationToken ct);

    /// <inheritdoc cref="DeleteAsync(string, NewAuditEntry?, CancellationToken)"/>
    ValueTask<bool> DeleteAsync(string name, CancellationToken ct) => DeleteAsync(name, audit: null, ct);

    /// <summary>The schedules whose next tick has come, and when that of the next one comes.</summary>
    ValueTask<DueSchedules> DueAsync(CancellationToken ct);

    /// <summary>
    /// Writes ticks, stores their jobs and sets the next tick, all or nothing, unless somebody else has written or fired the schedule
    /// since. A tick that there is already stays as it is, and its job is not stored again.
    /// </summary>
    /// <param name="firing">Which ticks of which schedule.</param>
    /// <param name="audit">The row to be written with the ticks, and only with them; null for none.</param>
    /// <param name="ct">Cancels before the store has begun.</param>
    /// <returns>The ticks as they are stored, or null: somebody else was quicker.</returns>
    ValueTask<IReadOnlyList<StoredTick>?> FireAsync(Firing firing, NewAuditEntry? audit, CancellationToken ct);

    /// <inheritdoc cref="FireAsync(Firing, NewAuditEntry?, CancellationToken)"/>
    ValueTask<IReadOnlyList<StoredTick>?> FireAsync(Firing firing, CancellationToken ct) => FireAsync(firing, audit: null, ct);

    /// <summary>The latest ticks of a schedule, the latest first. At least a thousand are kept.</summary>
    ValueTask<IReadOnlyList<StoredTick>> TicksAsync(string name, int limit, CancellationToken ct);
}

/// <summary>A schedule as a store keeps it.</summary>
public sealed record StoredSchedule
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What it says, in UTF-8 JSON.</summary>
    public required ReadOnlyMemory<byte> Definition { get; init; }

    /// <summary>When it fires next; null where it does not.</summary>
    public DateTimeOffset? NextAt { get; init; }

    /// <summary>Changes with every writing and firing; 0 is none.</summary>
    public long Revision { get; init; }

    /// <summary>The job of the latest tick that ran. The store sets it when it fires.</summary>
    public JobId? LastJob { get; init; }
}

/// <summary>What is due.</summary>
/// <param name="Now">The store's clock.</param>
/// <param name="Schedules">Those whose next tick has come, the earliest first.</param>
/// <param name="NextDueIn">How long until the next of the others; null where there is none.</param>
public sealed record DueSchedules(DateTimeOffset Now, IReadOnlyList<StoredSchedule> Schedules, TimeSpan? NextDueIn);

/// <summary>One or more ticks of a schedule, and when it fires next.</summary>
/// <param name="Name">The schedule.</param>
/// <param name="Revision">What the caller saw.</param>
/// <param name="NextAt">When it fires next; null where it does not.</param>
/// <param name="Ticks">The ticks, each at another time.</param>
public sealed record Firing(string Name, long Revision, DateTimeOffset? NextAt, IReadOnlyList<NewTick> Ticks);

/// <summary>A tick to be written.</summary>
/// <param name="At">When it was to be.</param>
/// <param name="Outcome">What becomes of it.</param>
/// <param name="Reason">Why nothing is run, for people.</param>
/// <param name="Job">What is run; null where nothing is.</param>
public sealed record NewTick(DateTimeOffset At, TickOutcome Outcome, string? Reason, NewJob? Job);

/// <summary>A tick as a store keeps it.</summary>
/// <param name="At">When it was to be.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Reason">Why nothing was run, for people.</param>
/// <param name="Job">What was run; it may have been removed since.</param>
public sealed record StoredTick(DateTimeOffset At, TickOutcome Outcome, string? Reason, JobId? Job);
