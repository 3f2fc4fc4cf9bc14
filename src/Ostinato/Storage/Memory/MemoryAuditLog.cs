namespace Ostinato.Storage;

internal sealed class MemoryAuditLog(MemoryState state) : IAuditLog
{
    private readonly SortedList<long, StoredAuditEntry> _rows = [];
    private readonly Dictionary<long, long> _undoneBy = [];
    private long _last;

    public ValueTask<long?> AddAsync(NewAuditEntry entry, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(entry);
        using var turn = state.Begin(ct);
        return new(Add(entry, turn.Now));
    }

    /// <summary>Writes a row in the turn of the change that it tells of.</summary>
    public long? Add(NewAuditEntry? entry, DateTimeOffset now)
    {
        if (entry is null || (entry.Undoes is { } undone && !_undoneBy.TryAdd(undone, _last + 1)))
        {
            return null;
        }

        var row = new AuditEntry
        {
            Id = ++_last,
            At = now,
            EndedAt = entry.Outcome is null ? null : now,
            Actor = entry.Actor,
            Action = entry.Action,
            Target = entry.Target,
            Count = entry.Count,
            Reason = entry.Reason,
            Outcome = entry.Outcome,
            Undoes = entry.Undoes,
        };
        _rows.Add(row.Id, new StoredAuditEntry(row, entry.Undo));
        return row.Id;
    }

    /// <summary>Whether somebody has undone what a row tells of.</summary>
    public bool IsUndone(long? id) => id is { } known && _undoneBy.ContainsKey(known);

    public ValueTask EndAsync(long id, AuditEnd end, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(end);
        using var turn = state.Begin(ct);
        if (_rows.TryGetValue(id, out var row))
        {
            var entry = row.Entry with { Count = end.Count, Outcome = end.Outcome, EndedAt = turn.Now };
            _rows[id] = new StoredAuditEntry(entry, end.Undo);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<AuditEntry>> ListAsync(AuditFilter filter, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(filter);
        using var turn = state.Begin(ct);
        return new([.. _rows.Values.Reverse()
            .Where(row => row.Entry.Id < (filter.Before ?? long.MaxValue)
                && (filter.Actor is null || filter.Actor == row.Entry.Actor)
                && (filter.Action is null || filter.Action == row.Entry.Action)
                && (filter.Target is null || filter.Target == row.Entry.Target))
            .Take(filter.Limit)
            .Select(row => Told(row).Entry)]);
    }

    public ValueTask<StoredAuditEntry?> GetAsync(long id, CancellationToken ct)
    {
        using var turn = state.Begin(ct);
        return new(_rows.TryGetValue(id, out var row) ? Told(row) : null);
    }

    public ValueTask<int> PruneAsync(TimeSpan olderThan, int limit, CancellationToken ct)
    {
        using var turn = state.Begin(ct);
        var latest = turn.Now - olderThan;
        var count = 0;
        for (; count < limit && _rows.Count > 0 && _rows.GetValueAtIndex(0).Entry.At < latest; count++)
        {
            _undoneBy.Remove(_rows.GetValueAtIndex(0).Entry.Undoes ?? 0);
            _rows.RemoveAt(0);
        }

        return new(count);
    }

    private StoredAuditEntry Told(StoredAuditEntry row)
    {
        long? undoneBy = _undoneBy.TryGetValue(row.Entry.Id, out var by) ? by : null;
        return row with { Entry = row.Entry with { UndoneBy = undoneBy, CanUndo = row.Undo is not null && undoneBy is null } };
    }
}
