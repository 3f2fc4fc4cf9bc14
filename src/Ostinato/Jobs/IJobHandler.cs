namespace Ostinato;

/// <summary>Does the work of one kind of job.</summary>
/// <typeparam name="TJob">The payload.</typeparam>
/// <remarks>
/// One instance and one dependency injection scope per attempt. A job runs at least once, so a handler must bear running again.
/// Returning means completed; an exception means retry; <see cref="JobDiscardedException"/> and <see cref="JobCancelledException"/>
/// mean never again.
/// </remarks>
public interface IJobHandler<in TJob>
{
    /// <summary>Does the work.</summary>
    /// <param name="job">The payload as it was enqueued.</param>
    /// <param name="context">What is known of this attempt.</param>
    /// <param name="ct">Cancelled on timeout, cancellation, shutdown and lost lease; <see cref="JobContext.StopReason"/> says
    /// which.</param>
    Task HandleAsync(TJob job, JobContext context, CancellationToken ct);
}

/// <summary>Does the work of one kind of job and returns something.</summary>
/// <typeparam name="TJob">The payload.</typeparam>
/// <typeparam name="TResult">The stored result, or <see cref="JobOutcome"/> to say more than success or failure.</typeparam>
public interface IJobHandler<in TJob, TResult>
{
    /// <summary>Does the work.</summary>
    /// <param name="job">The payload as it was enqueued.</param>
    /// <param name="context">What is known of this attempt.</param>
    /// <param name="ct">Cancelled on timeout, cancellation, shutdown and lost lease; <see cref="JobContext.StopReason"/> says
    /// which.</param>
    Task<TResult> HandleAsync(TJob job, JobContext context, CancellationToken ct);
}

/// <summary>Says on a payload what its handler returns, so that every call with it is typed.</summary>
/// <typeparam name="TResult">The stored result.</typeparam>
public interface IJobResult<TResult>;

/// <summary>
/// Says on a payload what its handler stores for the next attempt to go on from; see
/// <see cref="JobContext.CheckpointAsync{TState}(TState, CancellationToken)"/>.
/// </summary>
/// <typeparam name="TState">The stored state.</typeparam>
public interface IJobCheckpoint<TState>;
