namespace Ostinato.Storage;

internal sealed class MemorySchedules(MemoryState state, MemoryInserter inserter, MemoryAuditLog audits) : IScheduleStore
{
    private readonly SortedDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    public ValueTask<IReadOnlyList<StoredSchedule>> ListAsync(CancellationToken ct)
    {
        using var turn = state.Begin(ct);
        return new([.. _entries.Values.Select(entry => entry.Schedule)]);
    }

    public ValueTask<bool> WriteAsync(StoredSchedule schedule, NewAuditEntry? audit, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        using var turn = state.Begin(ct);
        var known = _entries.GetValueOrDefault(schedule.Name);
        if ((known?.Schedule.Revision ?? 0) != schedule.Revision || audits.IsUndone(audit?.Undoes))
        {
            return new(false);
        }

        var written = schedule with
        {
            Definition = schedule.Definition.ToArray(),
            Revision = schedule.Revision + 1,
            LastJob = known?.Schedule.LastJob,
        };
        _entries[schedule.Name] = new Entry(written, known?.Ticks ?? []);
        audits.Add(audit, turn.Now);
        state.Signals.Add(queue: null);
        return new(true);
    }

    public ValueTask<bool> DeleteAsync(string name, NewAuditEntry? audit, CancellationToken ct)
    {
        using var turn = state.Begin(ct);
        if (audits.IsUndone(audit?.Undoes) || !_entries.Remove(name))
        {
            return new(false);
        }

        audits.Add(audit, turn.Now);
        return new(true);
    }

    public ValueTask<DueSchedules> DueAsync(CancellationToken ct)
    {
        using var turn = state.Begin(ct);
        var now = turn.Now;
        var all = _entries.Values.Select(entry => entry.Schedule);
        StoredSchedule[] timed = [.. all.Where(one => one.NextAt is not null).OrderBy(one => one.NextAt)];
        var later = timed.FirstOrDefault(one => one.NextAt > now);
        return new(new DueSchedules(now, [.. timed.TakeWhile(one => one.NextAt <= now)], later?.NextAt - now));
    }

    public ValueTask<IReadOnlyList<StoredTick>?> FireAsync(Firing firing, NewAuditEntry? audit, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(firing);
        using var turn = state.Begin(ct);
        if (!_entries.TryGetValue(firing.Name, out var entry) || entry.Schedule.Revision != firing.Revision)
        {
            return new((IReadOnlyList<StoredTick>?)null);
        }

        var added = firing.Ticks.Where(tick => !entry.Ticks.ContainsKey(tick.At)).ToList();
        NewJob[] jobs = [.. added.Select(tick => tick.Job).OfType<NewJob>()];
        var inserted = new Queue<InsertedJob>(jobs.Length > 0 ? inserter.Insert(jobs, turn.Now) : []);
        foreach (var tick in added)
        {
            JobId? job = tick.Job is null ? null : inserted.Dequeue().Id;
            entry.Ticks.Add(tick.At, new StoredTick(tick.At, tick.Outcome, tick.Reason, job));
        }

        StoredTick[] stored = [.. firing.Ticks.Select(tick => entry.Ticks[tick.At])];
        _entries[firing.Name] = entry with
        {
            Schedule = entry.Schedule with
            {
                NextAt = firing.NextAt,
                Revision = entry.Schedule.Revision + 1,
                LastJob = added.FindLast(tick => tick.Job is not null) is { } last ? entry.Ticks[last.At].Job : entry.Schedule.LastJob,
            },
        };
        while (entry.Ticks.Count > TickLimits.PerSchedule)
        {
            entry.Ticks.RemoveAt(0);
        }

        audits.Add(audit, turn.Now);
        return new(stored);
    }

    public ValueTask<IReadOnlyList<StoredTick>> TicksAsync(string name, int limit, CancellationToken ct)
    {
        using var turn = state.Begin(ct);
        return new(_entries.TryGetValue(name, out var entry) ? [.. entry.Ticks.Values.Reverse().Take(limit)] : []);
    }

    private sealed record Entry(StoredSchedule Schedule, SortedList<DateTimeOffset, StoredTick> Ticks);
}
