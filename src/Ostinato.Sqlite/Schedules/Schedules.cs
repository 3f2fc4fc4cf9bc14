using Ostinato.Storage;

namespace Ostinato.Sqlite;

/// <summary>Schedules and their ticks.</summary>
internal sealed class Schedules(Session session)
{
    private static readonly SqlFile Sql = SqlFile.Load("Schedules");

    private readonly Statement _all = session.Database.Prepare(Sql["all"]);
    private readonly Statement _due = session.Database.Prepare(Sql["due"]);
    private readonly Statement _next = session.Database.Prepare(Sql["next"]);
    private readonly Statement _add = session.Database.Prepare(Sql["add"]);
    private readonly Statement _change = session.Database.Prepare(Sql["change"]);
    private readonly Statement _remove = session.Database.Prepare(Sql["remove"]);
    private readonly Statement _removeTicks = session.Database.Prepare(Sql["remove_ticks"]);
    private readonly Statement _fire = session.Database.Prepare(Sql["fire"]);
    private readonly Statement _ran = session.Database.Prepare(Sql["ran"]);
    private readonly Statement _addTick = session.Database.Prepare(Sql["add_tick"]);
    private readonly Statement _tick = session.Database.Prepare(Sql["tick"]);
    private readonly Statement _ticks = session.Database.Prepare(Sql["ticks"]);
    private readonly Statement _cutTicks = session.Database.Prepare(Sql["cut_ticks"]);

    public IReadOnlyList<StoredSchedule> All() => Read(_all);

    public DueSchedules Due()
    {
        var now = session.Now();
        long? next = _next.Set(1, now).Read() ? _next.LongOrNull(0) : null;
        _next.Close();
        return new DueSchedules(
            Microseconds.Time(now), Read(_due.Set(1, now)), next is { } at ? Microseconds.Time(at) - Microseconds.Time(now) : null);
    }

    public bool Write(StoredSchedule schedule, NewAuditEntry? audit)
    {
        if (session.Audit.IsUndone(audit?.Undoes))
        {
            return false;
        }

        var definition = schedule.Definition.Span;
        var statement = schedule.Revision == 0
            ? _add.Set(1, schedule.Name).Set(2, Stored(schedule.NextAt)).Set(3, definition)
            : _change.Set(1, schedule.Name).Set(2, Stored(schedule.NextAt)).Set(3, definition).Set(4, schedule.Revision);
        return Announced(statement.Change() > 0, audit);
    }

    public bool Delete(string name, NewAuditEntry? audit)
    {
        if (session.Audit.IsUndone(audit?.Undoes))
        {
            return false;
        }

        _removeTicks.Set(1, name).Run();
        return Announced(_remove.Set(1, name).Change() > 0, audit);
    }

    public IReadOnlyList<StoredTick>? Fire(Firing firing, NewAuditEntry? audit)
    {
        if (_fire.Set(1, firing.Name).Set(2, Stored(firing.NextAt)).Set(3, firing.Revision).Change() == 0)
        {
            return null;
        }

        List<NewTick> added = [.. firing.Ticks.Where(tick => Tick(firing.Name, tick.At) is null)];
        NewJob[] jobs = [.. added.Select(tick => tick.Job).OfType<NewJob>()];
        var inserted = new Queue<InsertedJob>(jobs.Length > 0 ? session.Insertion.Insert(jobs) : []);
        foreach (var tick in added)
        {
            long? job = tick.Job is not null && inserted.Dequeue().Id.TryGetNumber(out var id) ? id : null;
            _addTick.Set(1, firing.Name).Set(2, Microseconds.Of(tick.At)).Set(3, (int)tick.Outcome).Set(4, job).Set(5, tick.Reason).Run();
            if (job is { } ran)
            {
                _ran.Set(1, firing.Name).Set(2, ran).Run();
            }
        }

        StoredTick[] stored = [.. firing.Ticks.Select(tick => Tick(firing.Name, tick.At)!)];
        _cutTicks.Set(1, firing.Name).Set(2, TickLimits.PerSchedule).Run();
        session.Audit.Add(audit);
        session.Signals.AddForOthers();
        return stored;
    }

    public IReadOnlyList<StoredTick> Ticks(string name, int limit)
    {
        var ticks = new List<StoredTick>();
        _ticks.Set(1, name).Set(2, limit);
        while (_ticks.Read())
        {
            ticks.Add(ReadTick(_ticks));
        }

        return ticks;
    }

    private StoredTick? Tick(string name, DateTimeOffset at)
    {
        var tick = _tick.Set(1, name).Set(2, Microseconds.Of(at)).Read() ? ReadTick(_tick) : null;
        _tick.Close();
        return tick;
    }

    private bool Announced(bool isChanged, NewAuditEntry? audit)
    {
        if (isChanged)
        {
            session.Audit.Add(audit);
            session.Signals.AddGeneral();
        }

        return isChanged;
    }

    private static List<StoredSchedule> Read(Statement rows)
    {
        var schedules = new List<StoredSchedule>();
        while (rows.Read())
        {
            schedules.Add(new StoredSchedule
            {
                Name = rows.Text(0),
                NextAt = rows.LongOrNull(1) is { } next ? Microseconds.Time(next) : null,
                Revision = rows.Long(2),
                Definition = rows.Bytes(3),
                LastJob = rows.LongOrNull(4) is { } job ? new JobId(job) : null,
            });
        }

        return schedules;
    }

    private static StoredTick ReadTick(Statement row) => new(
        Microseconds.Time(row.Long(0)), (TickOutcome)row.Int(1), row.TextOrNull(3), row.LongOrNull(2) is { } job ? new JobId(job) : null);

    private static long? Stored(DateTimeOffset? time) => time is { } known ? Microseconds.Of(known) : null;
}
