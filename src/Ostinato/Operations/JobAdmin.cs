using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Ostinato.Breakers;
using Ostinato.Observing;
using Ostinato.Privacy;
using Ostinato.Schedules;
using Ostinato.Statistics;
using Ostinato.Storage;
using Ostinato.Telemetry;

namespace Ostinato.Operations;

/// <summary>The operator's interface over the store.</summary>
internal sealed class JobAdmin(
    StoreAccess access, IScheduleOperations schedules, IBreakerOperations breakers, CodeSchedules code, JobUpdates updates,
    Finals finals, QueueOutlook outlook, MemberVault vault, TimeProvider time, Loggers loggers)
    : IJobAdmin, IJobOperations, IQueueOperations
{
    private readonly ILogger _logger = loggers.Create("Ostinato.Admin");
    private const int MaxPage = 1_000;

    public IJobOperations Jobs => this;

    public IQueueOperations Queues => this;

    public IScheduleOperations Schedules => schedules;

    public IBreakerOperations Breakers => breakers;

    public async Task<IReadOnlyList<ProcessInfo>> ProcessesAsync(CancellationToken ct = default) =>
        await (await access.OpenAsync(ct).ConfigureAwait(false)).Query.ProcessesAsync(ct).ConfigureAwait(false);

    public async Task<IReadOnlyList<JobStatistics>> StatisticsAsync(StatisticsQuery? query = null, CancellationToken ct = default)
    {
        var store = await access.OpenAsync(ct).ConfigureAwait(false);
        return await HistoryReader.ReadAsync(store.Statistics, query ?? new StatisticsQuery(), ct).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<QueueBacklog>> BacklogAsync(TimeSpan? within = null, CancellationToken ct = default)
    {
        var limit = within ?? TimeSpan.FromMinutes(1);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, TimeSpan.FromSeconds(1), nameof(within));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, TimeSpan.FromDays(1), nameof(within));
        return await outlook.BacklogAsync(limit, ct).ConfigureAwait(false);
    }

    public Task<IReadOnlyList<ObjectiveStatus>> ObjectivesAsync(CancellationToken ct = default) => outlook.ObjectivesAsync(ct);

    public async Task<IReadOnlyList<Finding>> DiagnoseAsync(CancellationToken ct = default)
    {
        var store = await access.OpenAsync(ct).ConfigureAwait(false);
        var query = store.Query;
        var queues = await query.QueuesAsync(JobStates.Incomplete, ct).ConfigureAwait(false);
        var processes = await query.ProcessesAsync(ct).ConfigureAwait(false);
        var filter = new JobFilter { States = JobStates.Suspended, Limit = MaxPage };
        var suspended = (await query.ListAsync(filter, ct).ConfigureAwait(false)).Jobs;
        var stored = await store.Schedules.ListAsync(ct).ConfigureAwait(false);
        var now = (await store.Schedules.DueAsync(ct).ConfigureAwait(false)).Now;
        var look = await store.Breakers.LookAsync(ct).ConfigureAwait(false);
        var objectives = await outlook.ObjectivesAsync(queues, ct).ConfigureAwait(false);
        return
        [
            .. Doctor.Examine(queues, processes, suspended)
                .Concat(ScheduleDoctor.Examine(stored, code.All, processes, now))
                .Concat(BreakerDoctor.Examine(look.Breakers))
                .Concat(objectives.Where(status => status.IsBurning).Select(Objectives.Find))
                .Concat(await store.ExamineAsync(ct).ConfigureAwait(false))
                .OrderByDescending(finding => finding.Severity),
        ];
    }

    public async Task<JobInfo?> GetAsync(JobId id, CancellationToken ct = default) =>
        await (await AskAsync(ct).ConfigureAwait(false)).GetAsync(id, ct).ConfigureAwait(false);

    public async IAsyncEnumerable<JobInfo> WatchAsync(JobId id, [EnumeratorCancellation] CancellationToken ct = default)
    {
        var query = await AskAsync(ct).ConfigureAwait(false);
        await foreach (var job in new JobWatch(query, time).FollowAsync(id, ct).ConfigureAwait(false))
        {
            yield return job;
        }
    }

    public async Task<JobPage> ListAsync(JobFilter filter, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentOutOfRangeException.ThrowIfLessThan(filter.Limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(filter.Limit, MaxPage);
        JobFilterRules.Check(filter);
        var stored = JobFilterRules.Stored(filter);
        return await (await AskAsync(ct).ConfigureAwait(false)).ListAsync(stored, ct).ConfigureAwait(false);
    }

    public async Task<CancelResult> CancelAsync(JobId id, string reason, CancellationToken ct = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        var store = await access.OpenAsync(ct).ConfigureAwait(false);
        var result = await finals.Over(store, EndCause.Person).CancelAsync(id, reason, ct).ConfigureAwait(false);
        OperationsLog.Asked(_logger, id, "cancel", result.ToString());
        return result;
    }

    public async Task<RetryResult> RetryAsync(JobId id, CancellationToken ct = default)
    {
        var store = await access.OpenAsync(ct).ConfigureAwait(false);
        var result = await store.Control.RetryAsync(id, ct).ConfigureAwait(false);
        OperationsLog.Asked(_logger, id, "retry", result.ToString());
        return result;
    }

    public async Task<DeleteResult> DeleteAsync(JobId id, CancellationToken ct = default)
    {
        var store = await access.OpenAsync(ct).ConfigureAwait(false);
        var result = await finals.Over(store, EndCause.Person).DeleteAsync(id, ct).ConfigureAwait(false);
        OperationsLog.Asked(_logger, id, "delete", result.ToString());
        return result;
    }

    public async Task<UpdateResult> UpdateAsync(JobId id, JobChanges changes, CancellationToken ct = default)
    {
        var result = await updates.UpdateAsync(id, changes, ct).ConfigureAwait(false);
        OperationsLog.Updated(_logger, id, string.Join(", ", changes.Names), changes.Actor, result, changes.Reason);
        return result;
    }

    public Task<BulkResult> RetryAsync(JobFilter filter, BulkOptions? options = null, CancellationToken ct = default) =>
        ChangeAllAsync(filter, BulkAction.Retry, options, ct);

    public Task<BulkResult> CancelAsync(JobFilter filter, string reason, BulkOptions? options = null, CancellationToken ct = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        return ChangeAllAsync(filter, BulkAction.Cancel(reason), options, ct);
    }

    public Task<BulkResult> DeleteAsync(JobFilter filter, BulkOptions? options = null, CancellationToken ct = default) =>
        ChangeAllAsync(filter, BulkAction.Delete, options, ct);

    public async Task<BulkResult> MoveAsync(
        JobFilter filter, string queue, BulkOptions? options = null, CancellationToken ct = default)
    {
        JobName.ValidQueue(queue, "move");
        var store = await access.OpenAsync(ct).ConfigureAwait(false);
        await JobUpdates.RequireQueueAsync(store.Query, queue, ct).ConfigureAwait(false);
        return await ChangeAllAsync(filter, BulkAction.Move(queue), options, ct).ConfigureAwait(false);
    }

    public async Task<ErrorGroups> ErrorsAsync(JobFilter filter, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        JobFilterRules.Check(filter);
        var stored = JobFilterRules.Stored(filter);
        var query = await AskAsync(ct).ConfigureAwait(false);
        return await new ErrorSearch(query)
            .RunAsync(stored.States == JobStates.Any ? stored with { States = BulkAction.Retry.Usual } : stored, ct).ConfigureAwait(false);
    }

    public async Task<Explanation> ExplainAsync(JobId id, CancellationToken ct = default)
    {
        var store = await access.OpenAsync(ct).ConfigureAwait(false);
        var query = new DiscreetQuery(store.Query, vault);
        var job = await query.GetAsync(id, ct).ConfigureAwait(false);
        var isWaiting = job is { State: JobState.Available or JobState.Scheduled or JobState.Retryable };
        var held = isWaiting ? BreakerSentence.Of(job!.Name, await store.Breakers.LookAsync(ct).ConfigureAwait(false)) : null;
        if (job is not { State: JobState.Available or JobState.Suspended })
        {
            return Explainer.Explain(id, job, null, [], held);
        }

        var processes = await query.ProcessesAsync(ct).ConfigureAwait(false);
        if (job.State == JobState.Suspended)
        {
            return Explainer.Explain(id, job, null, processes);
        }

        var queues = await query.QueuesAsync(JobStates.Available, ct).ConfigureAwait(false);
        return Explainer.Explain(id, job, queues.FirstOrDefault(queue => queue.Name == job.Queue), processes, held);
    }

    private async ValueTask<DiscreetQuery> AskAsync(CancellationToken ct) =>
        new((await access.OpenAsync(ct).ConfigureAwait(false)).Query, vault);

    private async Task<BulkResult> ChangeAllAsync(JobFilter filter, BulkAction action, BulkOptions? options, CancellationToken ct)
    {
        options ??= new BulkOptions();
        var stored = JobFilterRules.OfBulk(filter, action, options);
        var store = await access.OpenAsync(ct).ConfigureAwait(false);
        var query = new DiscreetQuery(store.Query, vault);
        var control = finals.Over(store, EndCause.Person);
        var result = await new BulkRun(query, control, options, time).RunAsync(stored, action, ct).ConfigureAwait(false);
        if (!options.IsDryRun)
        {
            OperationsLog.ChangedAll(_logger, action.Name, stored, result.Changed, result.Matched, options.Actor, options.Reason);
        }

        return result;
    }

    async Task<IReadOnlyList<QueueInfo>> IQueueOperations.ListAsync(CancellationToken ct) =>
        await (await access.OpenAsync(ct).ConfigureAwait(false)).Query.QueuesAsync(JobStates.Any, ct).ConfigureAwait(false);

    public async Task PauseAsync(string queue, string? reason = null, CancellationToken ct = default)
    {
        JobName.ValidQueue(queue, "pause");
        await (await access.OpenAsync(ct).ConfigureAwait(false)).Queues.PauseAsync(queue, reason, ct).ConfigureAwait(false);
        OperationsLog.QueueAsked(_logger, queue, "paused", reason);
    }

    public async Task ResumeAsync(string queue, CancellationToken ct = default)
    {
        JobName.ValidQueue(queue, "resume");
        await (await access.OpenAsync(ct).ConfigureAwait(false)).Queues.ResumeAsync(queue, ct).ConfigureAwait(false);
        OperationsLog.QueueAsked(_logger, queue, "resumed", null);
    }
}
