using Microsoft.Extensions.Logging;
using Ostinato.Breakers;
using Ostinato.Schedules;
using Ostinato.Statistics;
using Ostinato.Telemetry;

namespace Ostinato.Operations;

/// <summary>The operator's interface over the store.</summary>
internal sealed class JobAdmin : IJobAdmin
{
    private readonly AdminParts _parts;
    private readonly ILogger _logger;
    private readonly Undoing _undoing;

    public JobAdmin(AdminParts parts, Loggers loggers)
        : this(parts, loggers.Create("Ostinato.Admin"), ProcessActor.Name)
    {
    }

    private JobAdmin(AdminParts parts, ILogger logger, string actor)
    {
        (_parts, _logger) = (parts, logger);
        var schedules = new ScheduleOperations(parts.Access, parts.Registry, parts.Vault, parts.Scheduled, actor, logger);
        Jobs = new JobOperations(parts, actor, logger);
        Queues = new QueueOperations(parts.Access, actor, logger);
        Schedules = schedules;
        Breakers = new BreakerOperations(parts.Access, actor, logger);
        _undoing = new Undoing(parts.Access, schedules, actor, logger);
    }

    public IJobOperations Jobs { get; }

    public IQueueOperations Queues { get; }

    public IScheduleOperations Schedules { get; }

    public IBreakerOperations Breakers { get; }

    public IJobAdmin As(string actor) => new JobAdmin(_parts, _logger, ProcessActor.Valid(actor));

    public async Task<AuditPage> AuditAsync(AuditFilter? filter = null, CancellationToken ct = default)
    {
        filter ??= new AuditFilter();
        ArgumentOutOfRangeException.ThrowIfLessThan(filter.Limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(filter.Limit, JobOperations.MaxPage);
        var log = (await _parts.Access.OpenAsync(ct).ConfigureAwait(false)).Audit;
        var rows = await log.ListAsync(filter with { Limit = filter.Limit + 1 }, ct).ConfigureAwait(false);
        return rows.Count <= filter.Limit
            ? new AuditPage(rows, Next: null)
            : new AuditPage([.. rows.Take(filter.Limit)], rows[filter.Limit - 1].Id);
    }

    public Task<UndoResult> UndoAsync(long id, CancellationToken ct = default) => _undoing.UndoAsync(id, ct);

    public async Task<IReadOnlyList<ProcessInfo>> ProcessesAsync(CancellationToken ct = default) =>
        await (await _parts.Access.OpenAsync(ct).ConfigureAwait(false)).Query.ProcessesAsync(ct).ConfigureAwait(false);

    public async Task<IReadOnlyList<JobStatistics>> StatisticsAsync(StatisticsQuery? query = null, CancellationToken ct = default)
    {
        var store = await _parts.Access.OpenAsync(ct).ConfigureAwait(false);
        return await HistoryReader.ReadAsync(store.Statistics, query ?? new StatisticsQuery(), ct).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<QueueBacklog>> BacklogAsync(TimeSpan? within = null, CancellationToken ct = default)
    {
        var limit = within ?? TimeSpan.FromMinutes(1);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, TimeSpan.FromSeconds(1), nameof(within));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, TimeSpan.FromDays(1), nameof(within));
        return await _parts.Outlook.BacklogAsync(limit, ct).ConfigureAwait(false);
    }

    public Task<IReadOnlyList<ObjectiveStatus>> ObjectivesAsync(CancellationToken ct = default) => _parts.Outlook.ObjectivesAsync(ct);

    public async Task<IReadOnlyList<Finding>> DiagnoseAsync(CancellationToken ct = default)
    {
        var store = await _parts.Access.OpenAsync(ct).ConfigureAwait(false);
        var query = store.Query;
        var queues = await QueueView.ListAsync(store, JobStates.Incomplete, ct).ConfigureAwait(false);
        var processes = await query.ProcessesAsync(ct).ConfigureAwait(false);
        var filter = new JobFilter { States = JobStates.Suspended, Limit = JobOperations.MaxPage };
        var suspended = (await query.ListAsync(filter, ct).ConfigureAwait(false)).Jobs;
        var stored = await store.Schedules.ListAsync(ct).ConfigureAwait(false);
        var now = (await store.Schedules.DueAsync(ct).ConfigureAwait(false)).Now;
        var look = await store.Breakers.LookAsync(ct).ConfigureAwait(false);
        var objectives = await _parts.Outlook.ObjectivesAsync(queues, ct).ConfigureAwait(false);
        return
        [
            .. Doctor.Examine(queues, processes, suspended)
                .Concat(ScheduleDoctor.Examine(stored, _parts.Code.All, processes, now))
                .Concat(BreakerDoctor.Examine(look.Breakers))
                .Concat(objectives.Where(status => status.IsBurning).Select(Objectives.Find))
                .Concat(await store.ExamineAsync(ct).ConfigureAwait(false))
                .OrderByDescending(finding => finding.Severity),
        ];
    }
}
