namespace Ostinato.Storage;

/// <summary>Does what a person asks for one job.</summary>
public interface IJobControl
{
    /// <summary>Cancels a waiting job now; asks the holder of a running one to stop it.</summary>
    ValueTask<CancelResult> CancelAsync(JobId id, string reason, CancellationToken ct);

    /// <summary>Makes a job available now. A final or suspended job starts again with all its attempts and no crashes: a
    /// completed one from the beginning, without what its attempts have told; another one may go on from its checkpoint.</summary>
    ValueTask<RetryResult> RetryAsync(JobId id, CancellationToken ct);

    /// <summary>
    /// Makes a job available that is set aside as poison, with all its attempts, and as one that must run alone: its crashes become
    /// <see cref="ClaimRule.Quarantined"/>, so that one more sets it aside again.
    /// </summary>
    ValueTask<RetryResult> QuarantineAsync(JobId id, CancellationToken ct);

    /// <summary>Removes a job with all that belongs to it, unless a process holds it.</summary>
    ValueTask<DeleteResult> DeleteAsync(JobId id, CancellationToken ct);

    /// <summary>
    /// Changes a job that waits, at once in all that is asked or not at all. One that gets another queue or priority, or becomes available,
    /// goes to the end of its line; any other keeps its turn.
    /// </summary>
    ValueTask<UpdateResult> UpdateAsync(JobId id, JobUpdate update, CancellationToken ct);

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

/// <summary>Does what a person asks for one queue. What is set here is stored and outlives every process.</summary>
public interface IQueueControl
{
    /// <summary>Stops claims from a queue; running jobs finish.</summary>
    ValueTask PauseAsync(string queue, string? reason, CancellationToken ct);

    /// <summary>Allows claims from a queue again.</summary>
    ValueTask ResumeAsync(string queue, CancellationToken ct);
}
