using System.Globalization;
using Microsoft.Extensions.Logging;
using Ostinato.Operations;
using Ostinato.Privacy;
using Ostinato.Storage;

namespace Ostinato.Schedules;

/// <summary>Does what a person asks of schedules.</summary>
internal sealed class ScheduleOperations(
    StoreAccess access, JobRegistry registry, MemberVault vault, ScheduledJobs jobs, string actor, ILogger logger) : IScheduleOperations
{
    private const int Most = TickLimits.PerSchedule;
    private const int MostTries = 20;

    public async Task<IReadOnlyList<ScheduleInfo>> ListAsync(CancellationToken ct = default)
    {
        var store = await OpenAsync(ct).ConfigureAwait(false);
        return [.. (await store.ListAsync(ct).ConfigureAwait(false)).Select(Describe).OfType<ScheduleInfo>()];
    }

    public async Task<ScheduleInfo?> GetAsync(string name, CancellationToken ct = default) =>
        (await ListAsync(ct).ConfigureAwait(false)).FirstOrDefault(schedule => schedule.Name == name);

    public async Task<IReadOnlyList<TickInfo>> TicksAsync(string name, int limit = 50, CancellationToken ct = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, Most);
        var store = await OpenAsync(ct).ConfigureAwait(false);
        return Told(await store.TicksAsync(name, limit, ct).ConfigureAwait(false));
    }

    public async Task<IReadOnlyList<DateTimeOffset>> PreviewAsync(string name, int count = 10, CancellationToken ct = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Most);
        var store = await OpenAsync(ct).ConfigureAwait(false);
        var (_, record) = await RequireAsync(store, name, ct).ConfigureAwait(false);
        var calendar = new ScheduleCalendar(name, record.Definition);
        var next = calendar.After((await store.DueAsync(ct).ConfigureAwait(false)).Now);
        var times = new List<DateTimeOffset>();
        for (; next is { } time && times.Count < count; next = calendar.After(time))
        {
            times.Add(time);
        }

        return times;
    }

    public async Task<bool> SetAsync(string name, ScheduleDefinition definition, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var job = registry.Find(definition.Job)?.Definition;
        definition = definition with { Version = definition.Version ?? job?.Version };
        if (ScheduleRules.Complaint(name, definition, registry) is { } complaint)
        {
            throw new ArgumentException(complaint, nameof(definition));
        }

        if (job is null)
        {
            definition = await KnownElsewhereAsync(name, definition, ct).ConfigureAwait(false);
        }

        var complete = ScheduledPrivacy.Mark(definition, registry) with
        {
            Queue = definition.Queue ?? job?.Queue,
            Priority = definition.Priority ?? job?.Priority,
        };
        var isNew = false;
        await ChangeAsync(
            name,
            record =>
            {
                isNew = record is null;
                var changed = record ?? new ScheduleRecord { Definition = complete };
                return changed with { Definition = complete, Origin = ScheduleOrigin.Operator };
            },
            Audit(AuditActions.SetSchedule, name, null),
            ct).ConfigureAwait(false);
        SchedulesLog.Asked(logger, name, isNew ? "added" : "changed", definition.Expression);
        return isNew;
    }

    // Who has no code for a job may set its schedule, if another process has, or if the schedule enqueues that job already.
    private async Task<ScheduleDefinition> KnownElsewhereAsync(string name, ScheduleDefinition definition, CancellationToken ct)
    {
        var store = await access.OpenAsync(ct).ConfigureAwait(false);
        var stored = await FindAsync(store.Schedules, name, ct).ConfigureAwait(false);
        var before = stored is null ? null : ScheduleRecord.Read(stored.Definition)?.Definition;
        var names = (await store.Query.ProcessesAsync(ct).ConfigureAwait(false))
            .SelectMany(process => process.Description.Names).Select(StoredName.Parse)
            .Concat(before is null ? [] : [before.StoredName()])
            .Where(one => one.Name == definition.Job).ToList();
        var newest = names.Select(one => one.Version).DefaultIfEmpty(1).Max();
        var asked = definition with { Version = definition.Version ?? newest };
        return names.Contains(asked.StoredName()) ? asked : throw new ArgumentException(
            $"Schedule '{name}': neither this process nor any other that runs has code for {asked.StoredName().InWords()}, so that it "
            + "would never fire. Correct the name of the job, or start a process with a handler for it first.",
            nameof(definition));
    }

    public async Task<bool> PauseAsync(string name, string? reason = null, CancellationToken ct = default)
    {
        var now = (await (await OpenAsync(ct).ConfigureAwait(false)).DueAsync(ct).ConfigureAwait(false)).Now;
        var isThere = await ChangeAsync(
            name,
            record => record is null ? null : record with { PausedAt = now, PausedBy = actor, PauseReason = reason },
            Audit(AuditActions.PauseSchedule, name, reason),
            ct).ConfigureAwait(false);
        SchedulesLog.Asked(logger, name, isThere ? "paused" : "not paused, there is none", reason);
        return isThere;
    }

    public async Task<bool> ResumeAsync(string name, CancellationToken ct = default)
    {
        var isThere = await ChangeAsync(
            name,
            record => record is null ? null : record with { PausedAt = null, PausedBy = null, PauseReason = null },
            Audit(AuditActions.ResumeSchedule, name, null),
            ct).ConfigureAwait(false);
        SchedulesLog.Asked(logger, name, isThere ? "resumed" : "not resumed, there is none", null);
        return isThere;
    }

    public async Task<JobId> RunNowAsync(string name, CancellationToken ct = default)
    {
        var store = await OpenAsync(ct).ConfigureAwait(false);
        var now = (await store.DueAsync(ct).ConfigureAwait(false)).Now;
        var tick = (await FireAsync(store, name, _ => [now], AuditActions.RunSchedule, ct).ConfigureAwait(false))[0];
        SchedulesLog.Asked(logger, name, "run now", null);
        return tick.Job ?? throw new InvalidOperationException(
            $"Schedule '{name}' fired at this very moment, and nothing was enqueued: {tick.Reason}.");
    }

    public async Task<IReadOnlyList<TickInfo>> BackfillAsync(
        string name, DateTimeOffset from, DateTimeOffset until, CancellationToken ct = default)
    {
        var store = await OpenAsync(ct).ConfigureAwait(false);
        var now = (await store.DueAsync(ct).ConfigureAwait(false)).Now;
        if (until > now || from > until)
        {
            throw new ArgumentException($"From {from:u} until {until:u} is no span of the past: now is {now:u}.", nameof(until));
        }

        var ticks = await FireAsync(
            store, name, definition => Span(name, definition, from, until), AuditActions.BackfillSchedule, ct).ConfigureAwait(false);
        SchedulesLog.Asked(logger, name, "backfilled", $"{ticks.Count} ticks from {from:u} until {until:u}");
        return Told(ticks);
    }

    public async Task<bool> DeleteAsync(string name, CancellationToken ct = default)
    {
        var store = await OpenAsync(ct).ConfigureAwait(false);
        var before = (await FindAsync(store, name, ct).ConfigureAwait(false))?.Definition.ToArray();
        var audit = Audit(AuditActions.DeleteSchedule, name, null)(before, null);
        var isThere = await store.DeleteAsync(name, audit, ct).ConfigureAwait(false);
        SchedulesLog.Asked(logger, name, isThere ? "deleted" : "not deleted, there is none", null);
        return isThere;
    }

    /// <summary>Makes a schedule say again what it said before, unless it says something else by now than what followed.</summary>
    /// <returns>Whether it was changed.</returns>
    public async Task<bool> RestoreAsync(string name, ScheduleUndo undo, NewAuditEntry audit, CancellationToken ct)
    {
        var store = await OpenAsync(ct).ConfigureAwait(false);
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            var stored = await FindAsync(store, name, ct).ConfigureAwait(false);
            var current = stored?.Definition.ToArray();
            if (!(current ?? []).AsSpan().SequenceEqual(undo.After ?? []))
            {
                return false;
            }

            if (undo.Before is null
                ? await store.DeleteAsync(name, Audit(current, null), ct).ConfigureAwait(false)
                : ScheduleRecord.Read(undo.Before) is { } record
                    && await WriteAsync(store, name, stored, record, Audit, ct).ConfigureAwait(false))
            {
                return true;
            }
        }

        throw Busy(name);

        NewAuditEntry Audit(byte[]? before, byte[]? after) =>
            audit with { Undo = new UndoPlan { Schedule = new ScheduleUndo(before, after) }.Write() };
    }

    private static List<DateTimeOffset> Span(string name, ScheduleDefinition definition, DateTimeOffset from, DateTimeOffset until)
    {
        var calendar = new ScheduleCalendar(name, definition);
        var times = new List<DateTimeOffset>();
        for (var tick = calendar.After(from.AddTicks(-1)); tick <= until; tick = calendar.After(tick.Value))
        {
            times.Add(tick.Value);
            if (times.Count > Most)
            {
                throw new ArgumentException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"From {from:u} until {until:u} schedule '{name}' has more than {Most:N0} ticks. Take a shorter span."),
                    nameof(until));
            }
        }

        return times;
    }

    private async Task<IScheduleStore> OpenAsync(CancellationToken ct) => (await access.OpenAsync(ct).ConfigureAwait(false)).Schedules;

    private Func<byte[]?, byte[]?, NewAuditEntry> Audit(string action, string name, string? reason) => (before, after) =>
        new NewAuditEntry(actor, action, name)
        {
            Reason = reason,
            Outcome = before is null ? "added" : "done",
            Undo = new UndoPlan { Schedule = new ScheduleUndo(before, after) }.Write(),
        };

    // Fires without moving the next tick.
    private async Task<IReadOnlyList<StoredTick>> FireAsync(
        IScheduleStore store, string name, Func<ScheduleDefinition, List<DateTimeOffset>> times, string action, CancellationToken ct)
    {
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            var (stored, record) = await RequireAsync(store, name, ct).ConfigureAwait(false);
            var ticks = times(record.Definition).ConvertAll(
                at => new NewTick(at, TickOutcome.Ran, null, jobs.Create(name, record.Definition, at)));
            if (ticks.Count == 0)
            {
                return [];
            }

            var audit = new NewAuditEntry(actor, action, name) { Count = ticks.Count, Outcome = "done" };
            var firing = new Firing(name, stored.Revision, stored.NextAt, ticks);
            if (await store.FireAsync(firing, audit, ct).ConfigureAwait(false) is { } fired)
            {
                return fired;
            }
        }

        throw Busy(name);
    }

    private async Task<bool> ChangeAsync(
        string name, Func<ScheduleRecord?, ScheduleRecord?> change, Func<byte[]?, byte[]?, NewAuditEntry> audit, CancellationToken ct)
    {
        var store = await OpenAsync(ct).ConfigureAwait(false);
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            var stored = await FindAsync(store, name, ct).ConfigureAwait(false);
            var before = stored is null ? null : ScheduleRecord.Read(stored.Definition);
            if (change(before) is not { } record)
            {
                return false;
            }

            if (await WriteAsync(store, name, stored, record, audit, ct).ConfigureAwait(false))
            {
                return true;
            }
        }

        throw Busy(name);
    }

    private static async Task<bool> WriteAsync(
        IScheduleStore store, string name, StoredSchedule? stored, ScheduleRecord record, Func<byte[]?, byte[]?, NewAuditEntry> audit,
        CancellationToken ct)
    {
        var now = (await store.DueAsync(ct).ConfigureAwait(false)).Now;
        var before = stored is null ? null : ScheduleRecord.Read(stored.Definition);
        var next = ScheduleCalendar.NextAt(name, before, record, stored?.NextAt, now);
        var definition = record.Write();
        var written = new StoredSchedule { Name = name, Definition = definition, NextAt = next, Revision = stored?.Revision ?? 0 };
        return await store.WriteAsync(written, audit(stored?.Definition.ToArray(), definition), ct).ConfigureAwait(false);
    }

    private static async Task<(StoredSchedule Stored, ScheduleRecord Record)> RequireAsync(
        IScheduleStore store, string name, CancellationToken ct) =>
        await FindAsync(store, name, ct).ConfigureAwait(false) is { } stored && ScheduleRecord.Read(stored.Definition) is { } record
            ? (stored, record)
            : throw new KeyNotFoundException($"There is no schedule '{name}'.");

    private static async Task<StoredSchedule?> FindAsync(IScheduleStore store, string name, CancellationToken ct) =>
        (await store.ListAsync(ct).ConfigureAwait(false)).FirstOrDefault(schedule => schedule.Name == name);

    private static InvalidOperationException Busy(string name) =>
        new($"Schedule '{name}' could not be changed: others change or fire it all the time. Try again.");

    private static IReadOnlyList<TickInfo> Told(IReadOnlyList<StoredTick> ticks) =>
        [.. ticks.Select(tick => new TickInfo(tick.At, tick.Outcome, tick.Reason, tick.Job))];

    private ScheduleInfo? Describe(StoredSchedule stored) => ScheduleRecord.Read(stored.Definition) is not { } record
        ? null
        : new ScheduleInfo
        {
            Name = stored.Name,
            Definition = vault.Show(record.Definition),
            Description = CronExpression.TryParse(record.Definition.Expression, stored.Name, out var expression, out var error)
                ? expression.Describe()
                : error,
            Origin = record.Origin,
            NextAt = stored.NextAt,
            PausedAt = record.PausedAt,
            PausedBy = record.PausedBy,
            PauseReason = record.PauseReason,
            LastJob = stored.LastJob,
        };
}
