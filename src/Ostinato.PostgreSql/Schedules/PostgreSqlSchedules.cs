using Npgsql;
using Ostinato.Storage;

namespace Ostinato.PostgreSql;

internal sealed class PostgreSqlSchedules(
    Links links, SqlFile sql, SqlFile audits, Names kinds, Names queues, IdBlocks ids, InsertTrip insertTrip, Wakes wakes) : IScheduleStore
{
    public async ValueTask<IReadOnlyList<StoredSchedule>> ListAsync(CancellationToken ct) => await links.RunAsync(
        async link =>
        {
            await using var trip = link.Trip().Add(sql["all"]);
            await using var reader = await trip.ReadAsync().ConfigureAwait(false);
            var schedules = new List<StoredSchedule>();
            while (await reader.ReadAsync().ConfigureAwait(false))
            {
                schedules.Add(ReadSchedule(reader, from: 0));
            }

            return schedules;
        },
        ct).ConfigureAwait(false);

    public async ValueTask<bool> WriteAsync(StoredSchedule schedule, NewAuditEntry? audit, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        return await ChangeAsync(
            link =>
            {
                var trip = link.Trip().Add(sql[schedule.Revision == 0 ? "add" : "change"])
                    .With(schedule.Name).With(Stored(schedule.NextAt)).WithNullable(schedule.Definition.ToArray());
                return schedule.Revision == 0 ? trip : trip.With(schedule.Revision);
            },
            audit,
            ct).ConfigureAwait(false);
    }

    public async ValueTask<bool> DeleteAsync(string name, NewAuditEntry? audit, CancellationToken ct) =>
        await ChangeAsync(link => link.Trip().Add(sql["remove"]).With(name), audit, ct).ConfigureAwait(false);

    public async ValueTask<DueSchedules> DueAsync(CancellationToken ct) => await links.RunAsync(
        async link =>
        {
            await using var trip = link.Trip().Add(sql["due"]);
            await using var reader = await trip.ReadAsync().ConfigureAwait(false);
            var due = new DueSchedules(default, [], null);
            var schedules = new List<StoredSchedule>();
            while (await reader.ReadAsync().ConfigureAwait(false))
            {
                due = new DueSchedules(
                    Instants.Of(reader.GetDateTime(0)), schedules, reader.IsDBNull(1) ? null : reader.GetTimeSpan(1));
                if (!reader.IsDBNull(2))
                {
                    schedules.Add(ReadSchedule(reader, from: 2));
                }
            }

            return due;
        },
        ct).ConfigureAwait(false);

    public async ValueTask<IReadOnlyList<StoredTick>?> FireAsync(Firing firing, NewAuditEntry? audit, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(firing);
        NewJob[] jobs = [.. firing.Ticks.Select(tick => tick.Job).OfType<NewJob>()];
        Array.ForEach(jobs, NewJobRules.Check);
        await kinds.AddAsync(jobs.Select(job => job.Name), ct).ConfigureAwait(false);
        await queues.AddAsync(jobs.Select(job => job.Queue), ct).ConfigureAwait(false);
        var blocks = await ids.TakeAsync(jobs.Length, ct).ConfigureAwait(false);
        var step = new FiringStep(sql, audits, insertTrip, firing, audit, blocks);
        var ticks = await links.RunAsync(step.RunAsync, ct).ConfigureAwait(false);
        if (step.Insertion is { } insertion)
        {
            wakes.Inserted(insertion);
        }

        return ticks;
    }

    public async ValueTask<IReadOnlyList<StoredTick>> TicksAsync(string name, int limit, CancellationToken ct) => await links.RunAsync(
        async link =>
        {
            await using var trip = link.Trip().Add(sql["pin"]).Add(sql["ticks"]).With(name).With(limit);
            return await FiringStep.ReadTicksAsync(trip, isPinned: true).ConfigureAwait(false);
        },
        ct).ConfigureAwait(false);

    private async ValueTask<bool> ChangeAsync(Func<Link, Trip> trip, NewAuditEntry? audit, CancellationToken ct)
    {
        var isChanged = await links.RunAsync(
            link => AuditTrip.ChangeAsync(link, audits, one => ChangeAsync(one, trip), audit), ct).ConfigureAwait(false);
        if (isChanged)
        {
            wakes.Everything(wentBack: false);
        }

        return isChanged;
    }

    private static async Task<bool> ChangeAsync(Link link, Func<Link, Trip> trip)
    {
        await using var change = trip(link);
        return await change.ScalarAsync<int>().ConfigureAwait(false) != 0;
    }

    private static StoredSchedule ReadSchedule(NpgsqlDataReader reader, int from) => new()
    {
        Name = reader.GetString(from),
        NextAt = reader.IsDBNull(from + 1) ? null : Instants.Of(reader.GetDateTime(from + 1)),
        Revision = reader.GetInt64(from + 2),
        Definition = reader.GetFieldValue<byte[]>(from + 3),
        LastJob = reader.IsDBNull(from + 4) ? null : new JobId(reader.GetInt64(from + 4)),
    };

    private static DateTime? Stored(DateTimeOffset? time) => time is { } known ? Instants.Ceiling(known) : null;
}
