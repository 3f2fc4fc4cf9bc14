namespace Ostinato.Sqlite;

/// <summary>The jobs that have ended.</summary>
internal sealed class DonePlace(Database database)
{
    private static readonly SqlFile Sql = SqlFile.Load("Done");

    private readonly Statement _add = database.Prepare(Sql["add"]);
    private readonly Statement _remove = database.Prepare(Sql["remove"]);
    private readonly Statement _containing = database.Prepare(Sql["containing"]);
    private readonly Statement _cancelled = database.Prepare(Sql["cancelled"]);
    private readonly Statement _discarded = database.Prepare(Sql["discarded"]);
    private readonly Statement _ended = database.Prepare(Sql["ended"]);
    private readonly Statement _aged = database.Prepare(Sql["aged"]);
    private readonly Statement _agedAfter = database.Prepare(Sql["aged_after"]);

    public void Add(in DoneRange range)
    {
        if (range.Count == 0)
        {
            return;
        }

        _add.Set(1, range.Low).Set(2, range.Count).Set(3, (int)range.State).Set(4, range.Queue).Set(5, range.Attempt)
            .Set(6, range.Crashes).Set(7, range.FinishedAt).Set(8, range.Reason);
        if (range.Durations is { } durations)
        {
            _add.Set(9, durations).Run();
        }
        else
        {
            _add.SetNull(9).Run();
        }
    }

    public DoneRange? Containing(long id) =>
        Closest(id) is { } range && id < range.End ? range : null;

    /// <summary>The range that contains the id, or else the closest one below it.</summary>
    public DoneRange? Closest(long id) => Closest(_containing, id);

    /// <summary>The same among the jobs that ended in one state.</summary>
    public DoneRange? Closest(long id, JobState state)
    {
        var range = Closest(state switch { JobState.Cancelled => _cancelled, JobState.Discarded => _discarded, _ => _containing }, id);
        while (range is { } other && other.State != state)
        {
            range = Closest(other.Low - 1);
        }

        return range;
    }

    /// <summary>Which of the jobs in a state ended last, at a time or before, and of those at that time up to an id.</summary>
    public DoneRange? Ended(JobState state, long from, long at, long id)
    {
        DoneRange? range = _ended.Set(1, (int)state).Set(2, from).Set(3, at).Set(4, id).Read() ? Range(_ended) : null;
        _ended.Close();
        return range;
    }

    /// <summary>Takes one job out of its range.</summary>
    public void Remove(in DoneRange range, long id)
    {
        _remove.Set(1, range.Low).Run();
        Add(range.Slice(range.Low, id));
        Add(range.Slice(id + 1, range.End));
    }

    /// <summary>Takes away the ranges that ended no later than a time, the oldest first, until they hold enough jobs.</summary>
    public List<(long Low, int Count)> TakeAged(JobState state, long latest, int limit)
    {
        var aged = new List<(long Low, int Count)>();
        _aged.Set(1, (int)state).Set(2, latest).Set(3, limit);
        for (var count = 0; count < limit && _aged.Read();)
        {
            aged.Add((_aged.Long(0), _aged.Int(1)));
            count += aged[^1].Count;
        }

        _aged.Close();
        foreach (var (low, _) in aged)
        {
            _remove.Set(1, low).Run();
        }

        return aged;
    }

    /// <summary>The next ranges that ended no later than a time, in the order in which they did, until they hold enough jobs.</summary>
    public List<(long Low, int Count, long FinishedAt)> AgedAfter(JobState state, long from, long low, long latest, int limit)
    {
        var aged = new List<(long Low, int Count, long FinishedAt)>();
        _agedAfter.Set(1, (int)state).Set(2, from).Set(3, low).Set(4, latest).Set(5, limit);
        for (var count = 0; count < limit && _agedAfter.Read();)
        {
            aged.Add((_agedAfter.Long(0), _agedAfter.Int(1), _agedAfter.Long(2)));
            count += aged[^1].Count;
        }

        _agedAfter.Close();
        return aged;
    }

    private static DoneRange? Closest(Statement statement, long id)
    {
        DoneRange? range = statement.Set(1, id).Read() ? Range(statement) : null;
        statement.Close();
        return range;
    }

    private static DoneRange Range(Statement row) => new(
        row.Long(0), row.Int(1), (JobState)row.Int(2), row.Long(3), row.Int(4), row.Int(5), row.Long(6), row.TextOrNull(7),
        row.IsNull(8) ? null : row.Bytes(8));
}
