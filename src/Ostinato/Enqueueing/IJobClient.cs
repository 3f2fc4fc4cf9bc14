using System.Data.Common;

namespace Ostinato;

/// <summary>Stores jobs. Safe to use from any thread; register once.</summary>
/// <remarks>A call whose task has completed has stored its job durably; with a transaction, once that transaction commits.</remarks>
public interface IJobClient
{
    /// <summary>
    /// Whether an enqueue in a transaction has ended when the call returns, so that code that cannot await may make it. Default false.
    /// </summary>
    /// <remarks>True where the store works on the caller's thread, as SQLite does, and is open.</remarks>
    bool IsSynchronousInTransaction => false;

    /// <summary>Opens the store, unless it is open. For use before a transaction begins, which may lock what the opening needs.</summary>
    /// <remarks>A host opens it when it starts, and so does the first enqueue.</remarks>
    ValueTask OpenAsync(CancellationToken ct) => ValueTask.CompletedTask;

    /// <summary>Stores one job. Concurrent calls without a transaction share one commit.</summary>
    /// <param name="job">The payload.</param>
    /// <param name="options">What this call says of the job; what it leaves out the attributes of the payload say.</param>
    /// <param name="transaction">The caller's transaction on the store's own database, or null for a commit of its own.</param>
    /// <param name="ct">Cancels the wait for a turn. A call that was cancelled may still have stored its job if it was being
    /// written.</param>
    /// <exception cref="JobPayloadException">The payload cannot be written or is too large; nothing was stored.</exception>
    /// <exception cref="JobQuotaException">Too many jobs of its queue wait; nothing was stored.</exception>
    Task<JobHandle> EnqueueAsync(object job, EnqueueOptions? options, DbTransaction? transaction, CancellationToken ct);

    /// <summary>Stores all of the jobs or none, in one commit.</summary>
    /// <param name="jobs">The payloads, of any kinds. For more than some thousands use <c>EnqueueManyAsync</c>.</param>
    /// <param name="options">What this call says of every one of the jobs.</param>
    /// <param name="transaction">The caller's transaction on the store's own database, or null for a commit of its own.</param>
    /// <param name="ct">Cancels the wait for a turn.</param>
    /// <returns>A handle for each payload, in order.</returns>
    /// <exception cref="JobPayloadException">A payload cannot be written or is too large; nothing was stored.</exception>
    /// <exception cref="JobQuotaException">Too many jobs of one of their queues wait; nothing was stored.</exception>
    Task<IReadOnlyList<JobHandle>> EnqueueBatchAsync(
        IReadOnlyList<object> jobs, EnqueueOptions? options, DbTransaction? transaction, CancellationToken ct);

    /// <summary>Waits until a job has ended and returns its stored result.</summary>
    /// <exception cref="TimeoutException">The job had not ended in time.</exception>
    /// <exception cref="JobFailedException">The job ended without a result: cancelled, discarded, deleted, or its handler returns
    /// nothing.</exception>
    /// <exception cref="JobResultExpiredException">The job has completed, and its result is not kept any more.</exception>
    Task<TResult> ResultAsync<TResult>(JobId id, TimeSpan timeout, CancellationToken ct);
}
