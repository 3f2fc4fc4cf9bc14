namespace Ostinato;

/// <summary>What a person on call asks and does. Works from any process that reaches the store.</summary>
public interface IJobAdmin
{
    /// <summary>Jobs.</summary>
    IJobOperations Jobs { get; }

    /// <summary>Queues.</summary>
    IQueueOperations Queues { get; }

    /// <summary>Schedules.</summary>
    IScheduleOperations Schedules { get; }

    /// <summary>Breakers of kinds of jobs.</summary>
    IBreakerOperations Breakers { get; }

    /// <summary>Every registered process, by number.</summary>
    Task<IReadOnlyList<ProcessInfo>> ProcessesAsync(CancellationToken ct = default);

    /// <summary>
    /// How attempts went in the last minutes, hours or weeks, step by step, whichever process ran them. The latest minute is written when
    /// it is over. Empty steps where <see cref="StatisticsOptions.Enabled"/> is off.
    /// </summary>
    /// <exception cref="ArgumentException">The step is shorter than a minute, or there are more than 100,000 of them, or none.</exception>
    Task<IReadOnlyList<JobStatistics>> StatisticsAsync(StatisticsQuery? query = null, CancellationToken ct = default);

    /// <summary>
    /// What waits in each queue that has jobs or a process, how long it takes to start it, and how many slots that needs. What is known of
    /// the last hour may be a quarter of a minute old.
    /// </summary>
    /// <param name="within">In which time what waits is to be started. Default 1 min, 1 s to 1 day.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is out of range.</exception>
    Task<IReadOnlyList<QueueBacklog>> BacklogAsync(TimeSpan? within = null, CancellationToken ct = default);

    /// <summary>How the objectives that this process knows are met, by queue.</summary>
    Task<IReadOnlyList<ObjectiveStatus>> ObjectivesAsync(CancellationToken ct = default);

    /// <summary>
    /// Looks for what keeps jobs from running or soon will, in the store and around it, and says how to mend it. The most urgent comes
    /// first; nothing is found where all is well.
    /// </summary>
    Task<IReadOnlyList<Finding>> DiagnoseAsync(CancellationToken ct = default);
}

/// <summary>Questions and actions about jobs.</summary>
public interface IJobOperations
{
    /// <summary>Everything known of one job, errors and result included; null when there is none.</summary>
    Task<JobInfo?> GetAsync(JobId id, CancellationToken ct = default);

    /// <summary>
    /// Follows a job: as it is now, and once more whenever its state, attempt or due time has changed, until it is final or gone. What
    /// lasts less than a quarter of a second may be missed, the end is not.
    /// </summary>
    IAsyncEnumerable<JobInfo> WatchAsync(JobId id, CancellationToken ct = default);

    /// <summary>Jobs that match, the newest first, or those that ended last, a page at a time.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not between 1 and 1,000.</exception>
    /// <exception cref="ArgumentException">
    /// <see cref="JobFilter.Payload"/> is no JSON, or the position is of a list in another order.
    /// </exception>
    Task<JobPage> ListAsync(JobFilter filter, CancellationToken ct = default);

    /// <summary>Cancels a waiting job now, a running one within a second, on whichever process.</summary>
    Task<CancelResult> CancelAsync(JobId id, string reason, CancellationToken ct = default);

    /// <summary>Makes a job available now. A final or suspended job starts again with all its attempts.</summary>
    Task<RetryResult> RetryAsync(JobId id, CancellationToken ct = default);

    /// <summary>Removes a job with all that belongs to it, unless a process holds it.</summary>
    Task<DeleteResult> DeleteAsync(JobId id, CancellationToken ct = default);

    /// <summary>
    /// Changes a job that waits: scheduled, available, retryable or suspended. All that is asked is changed at once, or nothing. A job
    /// that gets another queue or priority goes to the end of its new line; any other keeps its turn.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// There is nothing to change, a member is out of its range or contradicts another one, there is no such queue, or the payload is that
    /// of another job or would change the unique key.
    /// </exception>
    /// <exception cref="JobPayloadException">The payload cannot be written, or read by the job's type; nothing was changed.</exception>
    Task<UpdateResult> UpdateAsync(JobId id, JobChanges changes, CancellationToken ct = default);

    /// <summary>
    /// Makes all jobs available that match, the newest first. Where the filter names no states, those that were discarded, wait for their
    /// next attempt, or are set aside. Each job is changed by itself: where this is interrupted a part is done, and the same call again
    /// does the rest.
    /// </summary>
    /// <param name="filter">Which. <see cref="JobFilter.Limit"/> does not count here; see <see cref="BulkOptions.Limit"/>.</param>
    /// <param name="options">How.</param>
    /// <param name="ct">Stops between two jobs.</param>
    /// <exception cref="ArgumentException">The filter says nothing, so that every job would be meant, or makes no sense.</exception>
    Task<BulkResult> RetryAsync(JobFilter filter, BulkOptions? options = null, CancellationToken ct = default);

    /// <summary>Cancels all jobs that match: those that wait now, those that run within a second.</summary>
    /// <inheritdoc cref="RetryAsync(JobFilter, BulkOptions, CancellationToken)"/>
    Task<BulkResult> CancelAsync(JobFilter filter, string reason, BulkOptions? options = null, CancellationToken ct = default);

    /// <summary>Removes all jobs that match with all that belongs to them, unless a process holds them.</summary>
    /// <inheritdoc cref="RetryAsync(JobFilter, BulkOptions, CancellationToken)"/>
    Task<BulkResult> DeleteAsync(JobFilter filter, BulkOptions? options = null, CancellationToken ct = default);

    /// <summary>Moves all jobs that match and wait to the end of another queue.</summary>
    /// <exception cref="ArgumentException">
    /// The filter says nothing or makes no sense, or no process serves the queue and it has no jobs.
    /// </exception>
    /// <inheritdoc cref="RetryAsync(JobFilter, BulkOptions, CancellationToken)"/>
    Task<BulkResult> MoveAsync(JobFilter filter, string queue, BulkOptions? options = null, CancellationToken ct = default);

    /// <summary>
    /// Groups the last errors of the jobs that match by what is the same in them. Where the filter names no states, of those that were
    /// discarded, wait for their next attempt, or are set aside. Looks at the newest 10,000 and says whether there are more.
    /// </summary>
    /// <param name="filter">Which. <see cref="JobFilter.Limit"/> does not count here.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="ArgumentException">The filter makes no sense.</exception>
    Task<ErrorGroups> ErrorsAsync(JobFilter filter, CancellationToken ct = default);

    /// <summary>Says why a job is not running.</summary>
    Task<Explanation> ExplainAsync(JobId id, CancellationToken ct = default);
}

/// <summary>Questions and actions about queues.</summary>
public interface IQueueOperations
{
    /// <summary>Every queue that has jobs or settings, with counts per state.</summary>
    Task<IReadOnlyList<QueueInfo>> ListAsync(CancellationToken ct = default);

    /// <summary>Stops claims from a queue in every process within a second. Stored: it outlives restarts.</summary>
    Task PauseAsync(string queue, string? reason = null, CancellationToken ct = default);

    /// <summary>Allows claims from a queue again.</summary>
    Task ResumeAsync(string queue, CancellationToken ct = default);
}

/// <summary>Why a job is not running, or that it is.</summary>
/// <param name="Cause">The cause.</param>
/// <param name="Text">A sentence for a person, with the remedy where there is one.</param>
public sealed record Explanation(ExplanationCause Cause, string Text);

/// <summary>Why a job is not running.</summary>
public enum ExplanationCause
{
    /// <summary>There is no such job.</summary>
    NotFound,

    /// <summary>It is running.</summary>
    Executing,

    /// <summary>It has ended.</summary>
    Final,

    /// <summary>Its time has not come.</summary>
    DueLater,

    /// <summary>The breaker of its kind is open, or lets only few jobs try whether they work again.</summary>
    BreakerOpen,

    /// <summary>It failed and waits for its next attempt.</summary>
    WaitsForRetry,

    /// <summary>Its queue is paused.</summary>
    QueuePaused,

    /// <summary>No process serves its queue.</summary>
    NoProcessServesQueue,

    /// <summary>No process that serves its queue has code for its name.</summary>
    NoCodeForName,

    /// <summary>It is set aside: the code for its name was missing, its payload could not be read, or it is poison.</summary>
    Suspended,

    /// <summary>Every process that serves its queue is at its limit.</summary>
    AtLimit,

    /// <summary>It is next in line.</summary>
    AboutToRun,
}
