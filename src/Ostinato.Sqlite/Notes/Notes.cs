using Ostinato.Storage;

namespace Ostinato.Sqlite;

/// <summary>What attempts tell while they run.</summary>
internal sealed class Notes(Database database)
{
    private static readonly SqlFile Sql = SqlFile.Load("Notes");

    private readonly Statement _put = database.Prepare(Sql["put"]);
    private readonly Statement _forgetFrom = database.Prepare(Sql["forget_from"]);
    private readonly Statement _forgetBefore = database.Prepare(Sql["forget_before"]);
    private readonly Statement _latest = database.Prepare(Sql["latest"]);
    private readonly Statement _lastLines = database.Prepare(Sql["last_lines"]);
    private readonly Statement _lines = database.Prepare(Sql["lines"]);
    private readonly Statement _checkpoint = database.Prepare(Sql["checkpoint"]);
    private readonly Statement _remove = database.Prepare(Sql["remove"]);

    public void Put(long job, in JobNote note, long now)
    {
        if (note is { Kind: NoteKind.Lines, Part: 0 })
        {
            _forgetFrom.Set(1, job).Set(2, note.Slot).Run();
            _forgetBefore.Set(1, job).Set(2, NoteLimits.FirstKept(note.Job.Attempt)).Run();
        }

        _put.Set(1, job).Set(2, (int)note.Kind).Set(3, note.Slot).Set(4, note.Job.Attempt).Set(5, now).Set(6, note.Body.Span).Run();
        _put.Forget();
    }

    /// <summary>The latest progress and checkpoint, and the last part of the lines.</summary>
    public IReadOnlyList<StoredNote> LatestOf(long job) => [.. Read(_latest.Set(1, job)), .. Read(_lastLines.Set(1, job))];

    public IReadOnlyList<StoredNote> LinesOf(long job, long after) => Read(_lines.Set(1, job).Set(2, after));

    public byte[]? CheckpointOf(long job)
    {
        var body = _checkpoint.Set(1, job).Read() ? _checkpoint.Bytes(0) : null;
        _checkpoint.Close();
        return body;
    }

    public void Remove(long first, long last) => _remove.Set(1, first).Set(2, last).Run();

    private static List<StoredNote> Read(Statement rows)
    {
        var notes = new List<StoredNote>();
        while (rows.Read())
        {
            notes.Add(new StoredNote((NoteKind)rows.Int(0), rows.Long(1), rows.Int(2), Microseconds.Time(rows.Long(3)), rows.Bytes(4)));
        }

        return notes;
    }
}
