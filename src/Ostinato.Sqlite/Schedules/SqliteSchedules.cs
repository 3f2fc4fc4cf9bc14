using Ostinato.Storage;

namespace Ostinato.Sqlite;

internal sealed class SqliteSchedules(Writer writer, Readers readers) : IScheduleStore
{
    public async ValueTask<IReadOnlyList<StoredSchedule>> ListAsync(CancellationToken ct) =>
        await readers.RunAsync(session => session.Schedules.All(), ct).ConfigureAwait(false);

    public async ValueTask<bool> WriteAsync(StoredSchedule schedule, NewAuditEntry? audit, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        return await writer.RunAsync(session => session.Schedules.Write(schedule, audit), Flush.Now, ct).ConfigureAwait(false);
    }

    public async ValueTask<bool> DeleteAsync(string name, NewAuditEntry? audit, CancellationToken ct) =>
        await writer.RunAsync(session => session.Schedules.Delete(name, audit), Flush.Now, ct).ConfigureAwait(false);

    public async ValueTask<DueSchedules> DueAsync(CancellationToken ct) =>
        await readers.RunAsync(session => session.Schedules.Due(), ct).ConfigureAwait(false);

    public async ValueTask<IReadOnlyList<StoredTick>?> FireAsync(Firing firing, NewAuditEntry? audit, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(firing);
        foreach (var job in firing.Ticks.Select(tick => tick.Job).OfType<NewJob>())
        {
            NewJobRules.Check(job);
        }

        return await writer.RunAsync(session => session.Schedules.Fire(firing, audit), Flush.Now, ct).ConfigureAwait(false);
    }

    public async ValueTask<IReadOnlyList<StoredTick>> TicksAsync(string name, int limit, CancellationToken ct) =>
        await readers.RunAsync(session => session.Schedules.Ticks(name, limit), ct).ConfigureAwait(false);
}
