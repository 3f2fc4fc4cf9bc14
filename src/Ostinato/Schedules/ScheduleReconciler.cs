using Microsoft.Extensions.Logging;
using Ostinato.Storage;

namespace Ostinato.Schedules;

/// <summary>Makes the store agree with the code at a start: adds and changes what code says, and tells of what has left it.</summary>
internal sealed class ScheduleReconciler(CodeSchedules code, ILogger logger)
{
    private const int MostTries = 20;

    public async Task RunAsync(IScheduleStore store, CancellationToken ct)
    {
        if (code.All.Count == 0)
        {
            return;
        }

        foreach (var (name, definition) in code.All)
        {
            await WriteAsync(store, name, definition, ct).ConfigureAwait(false);
        }

        foreach (var stored in await store.ListAsync(ct).ConfigureAwait(false))
        {
            if (!code.All.ContainsKey(stored.Name) && ScheduleRecord.Read(stored.Definition) is { Origin: ScheduleOrigin.Code })
            {
                SchedulesLog.LeftCode(logger, stored.Name);
            }
        }
    }

    // Several processes that start together want the same: one of them writes it, the others then find it there.
    private async Task WriteAsync(IScheduleStore store, string name, ScheduleDefinition definition, CancellationToken ct)
    {
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            var stored = (await store.ListAsync(ct).ConfigureAwait(false)).FirstOrDefault(one => one.Name == name);
            var record = stored is null ? null : ScheduleRecord.Read(stored.Definition);
            if (record?.Definition == definition)
            {
                return;
            }

            if (record is { Origin: ScheduleOrigin.Operator })
            {
                SchedulesLog.Overridden(logger, name);
                return;
            }

            var now = (await store.DueAsync(ct).ConfigureAwait(false)).Now;
            var changed = (record ?? new ScheduleRecord { Definition = definition }) with { Definition = definition };
            var next = ScheduleCalendar.NextAt(name, record, changed, stored?.NextAt, now);
            var written = new StoredSchedule { Name = name, Definition = changed.Write(), NextAt = next, Revision = stored?.Revision ?? 0 };
            if (await store.WriteAsync(written, ct).ConfigureAwait(false))
            {
                Tell(stored is null, name, definition, next);
                return;
            }
        }

        throw new InvalidOperationException($"Schedule '{name}' could not be written: others change it all the time.");
    }

    private void Tell(bool isNew, string name, ScheduleDefinition definition, DateTimeOffset? next)
    {
        if (isNew)
        {
            SchedulesLog.Added(logger, name, definition.Expression, definition.Zone, next);
        }
        else
        {
            SchedulesLog.Changed(logger, name, definition.Expression, definition.Zone, next);
        }
    }
}
