using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Ostinato.Breakers;
using Ostinato.Logs;
using Ostinato.Privacy;
using Ostinato.Storage;

namespace Ostinato.Operations;

/// <summary>What a person asks of jobs.</summary>
internal sealed class JobOperations(AdminParts parts, string actor, ILogger logger) : IJobOperations
{
    public const int MaxPage = 1_000;

    public async Task<JobInfo?> GetAsync(JobId id, CancellationToken ct = default) =>
        await (await parts.AskAsync(ct).ConfigureAwait(false)).GetAsync(id, ct).ConfigureAwait(false);

    public IAsyncEnumerable<JobInfo> WatchAsync(JobId id, CancellationToken ct = default) => WatchAsync(id, withLines: false, ct);

    public async IAsyncEnumerable<JobInfo> WatchAsync(
        JobId id, bool withLines, [EnumeratorCancellation] CancellationToken ct = default)
    {
        var query = await parts.AskAsync(ct).ConfigureAwait(false);
        parts.News.Attach(parts.Access.Store);
        var log = withLines ? new LogFollower(parts.Access.Store.Notes, id) : null;
        await foreach (var job in new JobWatch(query, parts.News, log).FollowAsync(id, ct).ConfigureAwait(false))
        {
            yield return job;
        }
    }

    public async Task<IReadOnlyList<JobLogLine>> LogAsync(JobId id, CancellationToken ct = default)
    {
        var store = await parts.Access.OpenAsync(ct).ConfigureAwait(false);
        var seen = default(LinesPosition);
        return LinesJson.Read(await store.Notes.LinesAsync(id, after: 0, ct).ConfigureAwait(false), ref seen);
    }

    public async Task<JobPage> ListAsync(JobFilter filter, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentOutOfRangeException.ThrowIfLessThan(filter.Limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(filter.Limit, MaxPage);
        JobFilterRules.Check(filter);
        var stored = JobFilterRules.Stored(filter);
        return await (await parts.AskAsync(ct).ConfigureAwait(false)).ListAsync(stored, ct).ConfigureAwait(false);
    }

    public async Task<CancelResult> CancelAsync(JobId id, string reason, CancellationToken ct = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        var store = await parts.Access.OpenAsync(ct).ConfigureAwait(false);
        var waiting = new CancelledJobs();
        if (await store.Query.GetAsync(id, ct).ConfigureAwait(false) is { } job)
        {
            waiting.Add(job);
        }

        var audit = Audit(AuditActions.CancelJob, id) with { Reason = reason, Undo = waiting.Plan() };
        var result = await Observed(store).CancelAsync(id, reason, audit, ct).ConfigureAwait(false);
        OperationsLog.Asked(logger, id, "cancel", result.ToString());
        parts.News.Tell(id);
        return result;
    }

    public async Task<RetryResult> RetryAsync(JobId id, CancellationToken ct = default)
    {
        var store = await parts.Access.OpenAsync(ct).ConfigureAwait(false);
        var result = await store.Control.RetryAsync(id, Audit(AuditActions.RetryJob, id), ct).ConfigureAwait(false);
        OperationsLog.Asked(logger, id, "retry", result.ToString());
        parts.News.Tell(id);
        return result;
    }

    public async Task<RetryResult> QuarantineAsync(JobId id, CancellationToken ct = default)
    {
        var store = await parts.Access.OpenAsync(ct).ConfigureAwait(false);
        var result = await store.Control.QuarantineAsync(id, Audit(AuditActions.QuarantineJob, id), ct).ConfigureAwait(false);
        OperationsLog.Asked(logger, id, "quarantine", result.ToString());
        parts.News.Tell(id);
        return result;
    }

    public async Task<DeleteResult> DeleteAsync(JobId id, CancellationToken ct = default)
    {
        var store = await parts.Access.OpenAsync(ct).ConfigureAwait(false);
        var result = await Observed(store).DeleteAsync(id, Audit(AuditActions.DeleteJob, id), ct).ConfigureAwait(false);
        OperationsLog.Asked(logger, id, "delete", result.ToString());
        parts.News.Tell(id);
        return result;
    }

    public async Task<UpdateResult> UpdateAsync(JobId id, JobChanges changes, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(changes);
        var (names, who) = (string.Join(", ", changes.Names), changes.Actor ?? actor);
        var audit = new NewAuditEntry(who, AuditActions.UpdateJob, id.ToString()) { Reason = changes.Reason, Outcome = $"changed {names}" };
        var result = await parts.Updates.UpdateAsync(id, changes, audit, ct).ConfigureAwait(false);
        OperationsLog.Updated(logger, id, names, who, result, changes.Reason);
        return result;
    }

    public Task<BulkResult> RetryAsync(JobFilter filter, BulkOptions? options = null, CancellationToken ct = default) =>
        ChangeAllAsync(filter, BulkAction.Retry, AuditActions.RetryJobs, options, ct);

    public Task<BulkResult> CancelAsync(JobFilter filter, string reason, BulkOptions? options = null, CancellationToken ct = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        var cancelled = new CancelledJobs();
        return ChangeAllAsync(
            filter, BulkAction.Cancel(reason, cancelled), AuditActions.CancelJobs, options, ct, cancelled.Plan, options?.Reason ?? reason);
    }

    public Task<BulkResult> DeleteAsync(JobFilter filter, BulkOptions? options = null, CancellationToken ct = default) =>
        ChangeAllAsync(filter, BulkAction.Delete, AuditActions.DeleteJobs, options, ct);

    public async Task<BulkResult> MoveAsync(
        JobFilter filter, string queue, BulkOptions? options = null, CancellationToken ct = default)
    {
        JobName.ValidQueue(queue, "move");
        var store = await parts.Access.OpenAsync(ct).ConfigureAwait(false);
        await JobUpdates.RequireQueueAsync(store.Query, queue, ct).ConfigureAwait(false);
        var reason = $"to queue '{queue}'. {options?.Reason}".TrimEnd();
        return await ChangeAllAsync(filter, BulkAction.Move(queue), AuditActions.MoveJobs, options, ct, reason: reason)
            .ConfigureAwait(false);
    }

    public async Task<ErrorGroups> ErrorsAsync(JobFilter filter, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        JobFilterRules.Check(filter);
        var stored = JobFilterRules.Stored(filter);
        var query = await parts.AskAsync(ct).ConfigureAwait(false);
        return await new ErrorSearch(query)
            .RunAsync(stored.States == JobStates.Any ? stored with { States = BulkAction.Retry.Usual } : stored, ct).ConfigureAwait(false);
    }

    public async Task<Explanation> ExplainAsync(JobId id, CancellationToken ct = default)
    {
        var store = await parts.Access.OpenAsync(ct).ConfigureAwait(false);
        var query = new DiscreetQuery(store.Query, parts.Vault);
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

        var queues = await QueueView.ListAsync(store, JobStates.Available | JobStates.Executing, ct).ConfigureAwait(false);
        return Explainer.Explain(id, job, queues.FirstOrDefault(queue => queue.Name == job.Queue), processes, held);
    }

    private IJobControl Observed(IJobStore store) => parts.Finals.Over(store, EndCause.Person);

    private NewAuditEntry Audit(string action, JobId id) => new(actor, action, id.ToString());

    private async Task<BulkResult> ChangeAllAsync(
        JobFilter filter, BulkAction action, string name, BulkOptions? options, CancellationToken ct,
        Func<ReadOnlyMemory<byte>?>? plan = null, string? reason = null)
    {
        options ??= new BulkOptions();
        var stored = JobFilterRules.OfBulk(filter, action, options);
        var store = await parts.Access.OpenAsync(ct).ConfigureAwait(false);
        var run = new BulkRun(new DiscreetQuery(store.Query, parts.Vault), Observed(store), options, parts.Time);
        if (options.IsDryRun)
        {
            return await run.RunAsync(stored, action, ct).ConfigureAwait(false);
        }

        var who = options.Actor ?? actor;
        var entry = new NewAuditEntry(who, name, stored.ToString()) { Count = 0, Reason = reason ?? options.Reason };
        var audit = new BulkAudit(store.Audit, entry, plan ?? (() => null), logger);
        var result = await audit.RunAsync(run, stored, action, ct).ConfigureAwait(false);
        OperationsLog.ChangedAll(logger, action.Name, stored, result.Changed, result.Matched, who, options.Reason);
        return result;
    }
}
