namespace Ostinato.Sqlite;

/// <summary>The jobs that wait for a time.</summary>
internal sealed class DuePlace(Database database, Signals signals)
{
    private static readonly SqlFile Sql = SqlFile.Load("Due");

    private readonly Statement _add = database.Prepare(Sql["add"]);
    private readonly Statement _remove = database.Prepare(Sql["remove"]);
    private readonly Statement _removeUpTo = database.Prepare(Sql["remove_up_to"]);
    private readonly Statement _containing = database.Prepare(Sql["containing"]);
    private readonly Statement _ripe = database.Prepare(Sql["ripe"]);
    private readonly Statement _next = database.Prepare(Sql["next"]);

    public void Add(in DueRange range)
    {
        if (range.Count > 0)
        {
            _add.Set(1, range.RunAt).Set(2, range.Low).Set(3, range.Count).Set(4, range.Queue).Set(5, range.Priority)
                .Set(6, range.Attempt).Set(7, range.Crashes).Run();
            signals.AddForOthers();
        }
    }

    public DueRange? Containing(long id) =>
        Closest(id) is { } range && id < range.End ? range : null;

    /// <summary>The range that contains the id, or else the closest one below it.</summary>
    public DueRange? Closest(long id)
    {
        DueRange? range = _containing.Set(1, id).Read() ? Range(_containing) : null;
        _containing.Close();
        return range;
    }

    /// <summary>Takes one job out of its range.</summary>
    public void Remove(in DueRange range, long id)
    {
        _remove.Set(1, range.RunAt).Set(2, range.Low).Run();
        Add(range.Slice(range.Low, id));
        Add(range.Slice(id + 1, range.End));
    }

    /// <summary>Takes away jobs whose time has come, the earliest first.</summary>
    public List<DueRange> TakeRipe(long now, int limit)
    {
        var ripe = new List<DueRange>();
        var room = limit;
        _ripe.Set(1, now).Set(2, limit);
        while (room > 0 && _ripe.Read())
        {
            ripe.Add(Range(_ripe));
            room -= ripe[^1].Count;
        }

        _ripe.Close();
        if (ripe.Count == 0)
        {
            return ripe;
        }

        var last = ripe[^1];
        _removeUpTo.Set(1, last.RunAt).Set(2, last.Low).Run();
        if (room < 0)
        {
            Add(last.Slice(last.End + room, last.End));
            ripe[^1] = last.Slice(last.Low, last.End + room);
        }

        return ripe;
    }

    /// <summary>How long until the next job is due; zero when one is due already.</summary>
    public TimeSpan? NextIn(long now) => _next.Scalar() is { } next ? Microseconds.Duration(Math.Max(0, next - now)) : null;

    private static DueRange Range(Statement row) => new(
        row.Long(0), row.Long(1), row.Int(2), row.Long(3), row.Int(4), row.Int(5), row.Int(6));
}
