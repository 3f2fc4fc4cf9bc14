using Ostinato.Storage;

namespace Ostinato.Sqlite;

/// <summary>What people did.</summary>
internal sealed class AuditLog(Session session)
{
    private static readonly SqlFile Sql = SqlFile.Load("AuditLog");

    private readonly Statement _add = session.Database.Prepare(Sql["add"]);
    private readonly Statement _end = session.Database.Prepare(Sql["end"]);
    private readonly Statement _undone = session.Database.Prepare(Sql["undone"]);
    private readonly Statement _list = session.Database.Prepare(Sql["list"]);
    private readonly Statement _get = session.Database.Prepare(Sql["get"]);
    private readonly Statement _prune = session.Database.Prepare(Sql["prune"]);

    /// <summary>Writes a row in the transaction of the change that it tells of.</summary>
    public long? Add(NewAuditEntry? entry)
    {
        if (entry is null)
        {
            return null;
        }

        _add.Set(1, session.Now()).Set(2, entry.Actor).Set(3, entry.Action).Set(4, entry.Target).Set(5, entry.Count)
            .Set(6, entry.Reason).Set(7, entry.Outcome).Set(8, entry.Undoes);
        return WithBytes(_add, 9, entry.Undo).Scalar();
    }

    /// <summary>Whether somebody has undone what a row tells of.</summary>
    public bool IsUndone(long? id) => id is { } known && _undone.Set(1, known).Scalar() is not null;

    public void End(long id, AuditEnd end)
    {
        _end.Set(1, id).Set(2, session.Now()).Set(3, end.Count).Set(4, end.Outcome);
        WithBytes(_end, 5, end.Undo).Run();
    }

    public IReadOnlyList<AuditEntry> List(AuditFilter filter)
    {
        var rows = new List<AuditEntry>();
        _list.Set(1, filter.Before ?? long.MaxValue).Set(2, filter.Actor).Set(3, filter.Action).Set(4, filter.Target).Set(5, filter.Limit);
        while (_list.Read())
        {
            rows.Add(Entry(_list));
        }

        return rows;
    }

    public StoredAuditEntry? Get(long id)
    {
        var found = _get.Set(1, id).Read()
            ? new StoredAuditEntry(Entry(_get), _get.IsNull(12) ? default(ReadOnlyMemory<byte>?) : _get.Bytes(12))
            : null;
        _get.Close();
        return found;
    }

    public int Prune(TimeSpan olderThan, int limit) =>
        (int)_prune.Set(1, session.Now() - Microseconds.Of(olderThan)).Set(2, limit).Change();

    private static Statement WithBytes(Statement statement, int parameter, ReadOnlyMemory<byte>? bytes) =>
        bytes is { } known ? statement.Set(parameter, known.Span) : statement.SetNull(parameter);

    private static AuditEntry Entry(Statement row) => new()
    {
        Id = row.Long(0),
        At = Microseconds.Time(row.Long(1)),
        EndedAt = row.LongOrNull(2) is { } ended ? Microseconds.Time(ended) : null,
        Actor = row.Text(3),
        Action = row.Text(4),
        Target = row.Text(5),
        Count = row.Long(6),
        Reason = row.TextOrNull(7),
        Outcome = row.TextOrNull(8),
        Undoes = row.LongOrNull(9),
        UndoneBy = row.LongOrNull(10),
        CanUndo = row.Int(11) != 0 && row.IsNull(10),
    };
}
