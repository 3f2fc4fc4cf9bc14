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

    /// <summary>
    /// The same for a person: what is done through it carries this name in the audit log. Without it the actor is the host and the number
    /// of the process, such as <c>host-1:4242</c>.
    /// </summary>
    /// <param name="actor">Who, such as <c>ann@example.com</c>; 1 to 200 characters.</param>
    /// <exception cref="ArgumentException">The name is empty or too long.</exception>
    IJobAdmin As(string actor);

    /// <summary>
    /// What people did, the newest first. What changed nothing has no row, and neither has what the engine does by itself: reaping,
    /// promoting, firing, removing by age.
    /// </summary>
    /// <param name="filter">Which rows; null for all.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not between 1 and 1,000.</exception>
    Task<AuditPage> AuditAsync(AuditFilter? filter = null, CancellationToken ct = default);

    /// <summary>
    /// Undoes what a row of the audit log tells of, where that can be done and nobody has changed the same since: what was set for a queue
    /// or a schedule, paused or resumed is as it was before, and jobs that waited when they were cancelled wait again. The answer says what
    /// was done or why nothing was.
    /// </summary>
    /// <param name="id">The number of the row.</param>
    /// <param name="ct">Cancels between two jobs.</param>
    Task<UndoResult> UndoAsync(long id, CancellationToken ct = default);

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
    /// Follows a job: as it is now, and once more whenever its state, attempt, due time or progress has changed, until it is final or gone.
    /// What this process changes is seen at once, what others change within a quarter of a second; what lasts less may be missed, the end
    /// is not.
    /// </summary>
    IAsyncEnumerable<JobInfo> WatchAsync(JobId id, CancellationToken ct = default);

    /// <summary>
    /// The same, and once more whenever lines were captured: <see cref="JobInfo.NewLines"/> are those that have come since, and at first
    /// all that there are.
    /// </summary>
    /// <param name="id">The job.</param>
    /// <param name="withLines">Whether captured lines are wanted.</param>
    /// <param name="ct">Ends it.</param>
    IAsyncEnumerable<JobInfo> WatchAsync(JobId id, bool withLines, CancellationToken ct = default);

    /// <summary>
    /// What was logged while the job ran, as <see cref="JobLogOptions"/> has it kept, of its last ten attempts, the first line first. Empty
    /// where nothing was kept, and where there is no such job.
    /// </summary>
    Task<IReadOnlyList<JobLogLine>> LogAsync(JobId id, CancellationToken ct = default);

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

    /// <summary>
    /// Lets a job that is set aside as poison run once more, alone: the process that takes it gives back what it had fetched ahead, lets
    /// what runs end, and holds nothing else while the job runs. One more death sets it aside again at once. A process whose other jobs do
    /// not end within a minute puts it back for five.
    /// </summary>
    Task<RetryResult> QuarantineAsync(JobId id, CancellationToken ct = default);

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
    /// next attempt, or are set aside. Some hundred are changed in a commit: where this is interrupted a part is done, and the same call
    /// again does the rest.
    /// </summary>
    /// <param name="filter">Which. <see cref="JobFilter.Limit"/> does not count here; see <see cref="BulkOptions.Limit"/>.</param>
    /// <param name="options">How.</param>
    /// <param name="ct">Stops between two commits.</param>
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
    /// <summary>Every queue that has jobs or settings, with counts per state, what is set, and who serves it.</summary>
    Task<IReadOnlyList<QueueInfo>> ListAsync(CancellationToken ct = default);

    /// <summary>Stops claims from a queue in every process at once. Stored: it outlives restarts. Running jobs finish.</summary>
    /// <exception cref="ArgumentException">The name is no name of a queue.</exception>
    Task PauseAsync(string queue, string? reason = null, CancellationToken ct = default);

    /// <summary>Allows claims from a queue again.</summary>
    /// <exception cref="ArgumentException">The name is no name of a queue.</exception>
    Task ResumeAsync(string queue, CancellationToken ct = default);

    /// <summary>
    /// Sets how processes serve a queue, in place of what was set before. Every process obeys within one heartbeat
    /// (<see cref="WorkerOptions.HeartbeatInterval"/>), and mostly at once. Stored: it outlives restarts, and rules over configuration.
    /// </summary>
    /// <param name="queue">The queue, which need not exist yet.</param>
    /// <param name="settings">What is set; what is null in it the configuration says.</param>
    /// <param name="reason">Why, for the audit log.</param>
    /// <param name="ct">Cancels before it has begun.</param>
    /// <exception cref="ArgumentException">The name is no name of a queue, or the settings make no sense; the message says why.</exception>
    Task ConfigureAsync(string queue, QueueSettings settings, string? reason = null, CancellationToken ct = default);

    /// <summary>Removes what was set for a queue, so that the configuration of each process counts again. A pause stays.</summary>
    /// <returns>Whether anything was set.</returns>
    /// <exception cref="ArgumentException">The name is no name of a queue.</exception>
    Task<bool> ResetAsync(string queue, string? reason = null, CancellationToken ct = default);
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

    /// <summary>An operator lets only some processes serve its queue, and none of these runs.</summary>
    NoProcessAllowed,

    /// <summary>An operator lets no job of its queue run.</summary>
    LimitedByOperator,

    /// <summary>No process that serves its queue has code for its name.</summary>
    NoCodeForName,

    /// <summary>It is set aside: the code for its name was missing, its payload could not be read, or it is poison.</summary>
    Suspended,

    /// <summary>Every process that serves its queue is at its limit.</summary>
    AtLimit,

    /// <summary>It is next in line.</summary>
    AboutToRun,
}
