namespace Ostinato.Storage;

/// <summary>Does what a person asks for jobs.</summary>
public interface IJobControl
{
    /// <summary>Cancels a waiting job now; asks the holder of a running one to stop it.</summary>
    /// <param name="id">The job.</param>
    /// <param name="reason">Why.</param>
    /// <param name="audit">The row to be written with the change, and only with one; null for none.</param>
    /// <param name="ct">Cancels before the store has begun.</param>
    ValueTask<CancelResult> CancelAsync(JobId id, string reason, NewAuditEntry? audit, CancellationToken ct);

    /// <inheritdoc cref="CancelAsync(JobId, string, NewAuditEntry?, CancellationToken)"/>
    ValueTask<CancelResult> CancelAsync(JobId id, string reason, CancellationToken ct) => CancelAsync(id, reason, audit: null, ct);

    /// <summary>
    /// Makes a job available now. A final or suspended job starts again with all its attempts and no crashes: a completed one from the
    /// beginning, without what its attempts have told; another one may go on from its checkpoint.
    /// </summary>
    /// <param name="id">The job.</param>
    /// <param name="audit">The row to be written with the change, and only with one; null for none.</param>
    /// <param name="ct">Cancels before the store has begun.</param>
    ValueTask<RetryResult> RetryAsync(JobId id, NewAuditEntry? audit, CancellationToken ct);

    /// <inheritdoc cref="RetryAsync(JobId, NewAuditEntry?, CancellationToken)"/>
    ValueTask<RetryResult> RetryAsync(JobId id, CancellationToken ct) => RetryAsync(id, audit: null, ct);

    /// <summary>
    /// Makes a job available that is set aside as poison, with all its attempts, and as one that must run alone: its crashes become
    /// <see cref="ClaimRule.Quarantined"/>, so that one more sets it aside again.
    /// </summary>
    /// <param name="id">The job.</param>
    /// <param name="audit">The row to be written with the change, and only with one; null for none.</param>
    /// <param name="ct">Cancels before the store has begun.</param>
    ValueTask<RetryResult> QuarantineAsync(JobId id, NewAuditEntry? audit, CancellationToken ct);

    /// <summary>Removes a job with all that belongs to it, unless a process holds it.</summary>
    /// <param name="id">The job.</param>
    /// <param name="audit">The row to be written with the change, and only with one; null for none.</param>
    /// <param name="ct">Cancels before the store has begun.</param>
    ValueTask<DeleteResult> DeleteAsync(JobId id, NewAuditEntry? audit, CancellationToken ct);

    /// <inheritdoc cref="DeleteAsync(JobId, NewAuditEntry?, CancellationToken)"/>
    ValueTask<DeleteResult> DeleteAsync(JobId id, CancellationToken ct) => DeleteAsync(id, audit: null, ct);

    /// <summary>Puts a cancelled job back to where it waited, with the attempts and crashes that it had.</summary>
    /// <param name="id">The job.</param>
    /// <param name="due">When it was to run; null or past means at once.</param>
    /// <param name="ct">Cancels before the store has begun.</param>
    ValueTask<ReinstateResult> ReinstateAsync(JobId id, DateTimeOffset? due, CancellationToken ct);

    /// <summary>
    /// Changes a job that waits, at once in all that is asked or not at all. One that gets another queue or priority, or becomes available,
    /// goes to the end of its line; any other keeps its turn.
    /// </summary>
    /// <param name="id">The job.</param>
    /// <param name="update">What is asked.</param>
    /// <param name="audit">The row to be written with the change, and only with one; null for none.</param>
    /// <param name="ct">Cancels before the store has begun.</param>
    ValueTask<UpdateResult> UpdateAsync(JobId id, JobUpdate update, NewAuditEntry? audit, CancellationToken ct);

    /// <inheritdoc cref="UpdateAsync(JobId, JobUpdate, NewAuditEntry?, CancellationToken)"/>
    ValueTask<UpdateResult> UpdateAsync(JobId id, JobUpdate update, CancellationToken ct) => UpdateAsync(id, update, audit: null, ct);

    /// <summary>
    /// Cancels many jobs, each as if alone. A store may do it in fewer commits, some hundred jobs in each; when this ends, all are durable.
    /// </summary>
    /// <param name="ids">The jobs.</param>
    /// <param name="reason">Why.</param>
    /// <param name="ct">Cancels; a part has been done then.</param>
    /// <returns>What became of each, in the order of the ids.</returns>
    ValueTask<IReadOnlyList<CancelResult>> CancelAsync(IReadOnlyList<JobId> ids, string reason, CancellationToken ct) =>
        OneByOne.ChangeAsync(ids, id => CancelAsync(id, reason, audit: null, ct));

    /// <summary>Makes many jobs available, each as if alone.</summary>
    /// <inheritdoc cref="CancelAsync(IReadOnlyList{JobId}, string, CancellationToken)"/>
    ValueTask<IReadOnlyList<RetryResult>> RetryAsync(IReadOnlyList<JobId> ids, CancellationToken ct) =>
        OneByOne.ChangeAsync(ids, id => RetryAsync(id, audit: null, ct));

    /// <summary>Removes many jobs, each as if alone.</summary>
    /// <inheritdoc cref="CancelAsync(IReadOnlyList{JobId}, string, CancellationToken)"/>
    ValueTask<IReadOnlyList<DeleteResult>> DeleteAsync(IReadOnlyList<JobId> ids, CancellationToken ct) =>
        OneByOne.ChangeAsync(ids, id => DeleteAsync(id, audit: null, ct));

    /// <summary>Gives many jobs that wait another queue, each as if alone.</summary>
    /// <param name="ids">The jobs.</param>
    /// <param name="queue">The queue.</param>
    /// <param name="ct">Cancels; a part has been done then.</param>
    /// <inheritdoc cref="CancelAsync(IReadOnlyList{JobId}, string, CancellationToken)"/>
    ValueTask<IReadOnlyList<UpdateResult>> MoveAsync(IReadOnlyList<JobId> ids, string queue, CancellationToken ct) =>
        OneByOne.ChangeAsync(ids, id => UpdateAsync(id, new JobUpdate { Queue = queue }, ct));

    /// <summary>Makes jobs available that were set aside for a reason that has passed.</summary>
    /// <param name="reason">The reason.</param>
    /// <param name="names">The names for which it has passed, as they are stored.</param>
    /// <param name="queues">The queues in which it has passed.</param>
    /// <param name="limit">How many at the most, at least 1; the oldest first.</param>
    /// <param name="ct">Cancels before the store has begun.</param>
    /// <returns>How many.</returns>
    ValueTask<int> ResumeSuspendedAsync(
        SuspensionReason reason, IReadOnlyCollection<string> names, IReadOnlyCollection<string> queues, int limit, CancellationToken ct);
}

/// <summary>What became of a request to put a cancelled job back.</summary>
public enum ReinstateResult
{
    /// <summary>There is no such job.</summary>
    NotFound,

    /// <summary>It waits again.</summary>
    Reinstated,

    /// <summary>It is not cancelled any more; nothing was changed.</summary>
    NotCancelled,

    /// <summary>Another job holds its unique key; nothing was changed.</summary>
    Conflict,
}
