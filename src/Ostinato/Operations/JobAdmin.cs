using Microsoft.Extensions.Logging;
using Ostinato.Breakers;
using Ostinato.Schedules;
using Ostinato.Statistics;
using Ostinato.Storage;
using Ostinato.Telemetry;

namespace Ostinato.Operations;

/// <summary>The operator's interface over the store.</summary>
internal sealed class JobAdmin : IJobAdmin
{
    private readonly StoreAccess _access;
    private readonly CodeSchedules _code;
    private readonly Func<string, JobAdmin> _as;
    private readonly Undoing _undoing;

    public JobAdmin(
        StoreAccess access, JobRegistry registry, ScheduledJobs scheduled, CodeSchedules code, JobUpdates updates, TimeProvider time,
        Loggers loggers)
        : this(access, registry, scheduled, code, updates, time, loggers.Create("Ostinato.Admin"), ProcessActor.Name)
    {
    }

    private JobAdmin(
        StoreAccess access, JobRegistry registry, ScheduledJobs scheduled, CodeSchedules code, JobUpdates updates, TimeProvider time,
        ILogger logger, string actor)
    {
        (_access, _code) = (access, code);
        _as = name => new JobAdmin(access, registry, scheduled, code, updates, time, logger, name);
        var schedules = new ScheduleOperations(access, registry, scheduled, actor, logger);
        Jobs = new JobOperations(access, updates, actor, time, logger);
        Queues = new QueueOperations(access, actor, logger);
        Schedules = schedules;
        Breakers = new BreakerOperations(access, actor, logger);
        _undoing = new Undoing(access, schedules, actor, logger);
    }

    public IJobOperations Jobs { get; }

    public IQueueOperations Queues { get; }

    public IScheduleOperations Schedules { get; }

    public IBreakerOperations Breakers { get; }

    public IJobAdmin As(string actor) => _as(ProcessActor.Valid(actor));

    public async Task<AuditPage> AuditAsync(AuditFilter? filter = null, CancellationToken ct = default)
    {
        filter ??= new AuditFilter();
        ArgumentOutOfRangeException.ThrowIfLessThan(filter.Limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(filter.Limit, JobOperations.MaxPage);
        var log = (await _access.OpenAsync(ct).ConfigureAwait(false)).Audit;
        var rows = await log.ListAsync(filter with { Limit = filter.Limit + 1 }, ct).ConfigureAwait(false);
        return rows.Count <= filter.Limit
            ? new AuditPage(rows, Next: null)
            : new AuditPage([.. rows.Take(filter.Limit)], rows[filter.Limit - 1].Id);
    }

    public Task<UndoResult> UndoAsync(long id, CancellationToken ct = default) => _undoing.UndoAsync(id, ct);

    public async Task<IReadOnlyList<ProcessInfo>> ProcessesAsync(CancellationToken ct = default) =>
        await (await _access.OpenAsync(ct).ConfigureAwait(false)).Query.ProcessesAsync(ct).ConfigureAwait(false);

    public async Task<IReadOnlyList<JobStatistics>> StatisticsAsync(StatisticsQuery? query = null, CancellationToken ct = default)
    {
        var store = await _access.OpenAsync(ct).ConfigureAwait(false);
        return await HistoryReader.ReadAsync(store.Statistics, query ?? new StatisticsQuery(), ct).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<Finding>> DiagnoseAsync(CancellationToken ct = default)
    {
        var store = await _access.OpenAsync(ct).ConfigureAwait(false);
        var query = store.Query;
        var queues = await QueueView.ListAsync(store, JobStates.Incomplete, ct).ConfigureAwait(false);
        var processes = await query.ProcessesAsync(ct).ConfigureAwait(false);
        var filter = new JobFilter { States = JobStates.Suspended, Limit = JobOperations.MaxPage };
        var suspended = (await query.ListAsync(filter, ct).ConfigureAwait(false)).Jobs;
        var stored = await store.Schedules.ListAsync(ct).ConfigureAwait(false);
        var now = (await store.Schedules.DueAsync(ct).ConfigureAwait(false)).Now;
        var look = await store.Breakers.LookAsync(ct).ConfigureAwait(false);
        return
        [
            .. Doctor.Examine(queues, processes, suspended)
                .Concat(ScheduleDoctor.Examine(stored, _code.All, processes, now))
                .Concat(BreakerDoctor.Examine(look.Breakers))
                .Concat(await store.ExamineAsync(ct).ConfigureAwait(false))
                .OrderByDescending(finding => finding.Severity),
        ];
    }
}
