using Ostinato.Storage;

namespace Ostinato.Sqlite;

/// <summary>What attempts came to over time.</summary>
internal sealed class StatisticsTable(Session session)
{
    private static readonly SqlFile Sql = SqlFile.Load("Statistics");

    private readonly Statement _append = session.Database.Prepare(Sql["append"]);
    private readonly Statement _between = session.Database.Prepare(Sql["between"]);
    private readonly Statement _aged = session.Database.Prepare(Sql["aged"]);
    private readonly Statement _has = session.Database.Prepare(Sql["has"]);
    private readonly Statement _remove = session.Database.Prepare(Sql["remove"]);
    private readonly Statement _add = session.Database.Prepare(Sql["add"]);
    private readonly Statement _prune = session.Database.Prepare(Sql["prune"]);

    public int Append(IReadOnlyList<NewStatistics> rows)
    {
        var now = session.Now();
        foreach (var row in rows)
        {
            var middle = now - Microseconds.Of(row.Age);
            _append.Set(1, row.Id.ToByteArray()).Set(2, middle - (middle % Microseconds.Minute)).Set(3, row.Body.Span).Run();
        }

        return rows.Count;
    }

    public IReadOnlyList<StatisticsRow> Between(DateTimeOffset from, DateTimeOffset to) =>
        Between(Microseconds.Of(from), Microseconds.Of(to));

    public StoredStatistics Latest(TimeSpan age)
    {
        var now = session.Now();
        return new StoredStatistics(Microseconds.Time(now), Between(now - Microseconds.Of(age), long.MaxValue));
    }

    public StoredStatistics Aged(short level, TimeSpan olderThan, int limit)
    {
        var now = session.Now();
        return new StoredStatistics(
            Microseconds.Time(now), Read(_aged.Set(1, level).Set(2, now - Microseconds.Of(olderThan)).Set(3, limit)));
    }

    public bool Replace(IReadOnlyList<Guid> rows, StatisticsRow sum)
    {
        if (rows.Any(row => _has.Set(1, row.ToByteArray()).Scalar() is null))
        {
            return false;
        }

        foreach (var row in rows)
        {
            _remove.Set(1, row.ToByteArray()).Run();
        }

        _add.Set(1, sum.Id.ToByteArray()).Set(2, sum.Level).Set(3, Microseconds.Of(sum.Start)).Set(4, sum.Body.Span).Run();
        return true;
    }

    public int Prune(TimeSpan olderThan) => _prune.Set(1, session.Now() - Microseconds.Of(olderThan)).Change();

    private StatisticsRow[] Between(long from, long to) => [.. Read(_between.Set(1, from).Set(2, to)).OrderBy(row => row.Start)];

    private static List<StatisticsRow> Read(Statement statement)
    {
        var rows = new List<StatisticsRow>();
        while (statement.Read())
        {
            rows.Add(new StatisticsRow(
                new Guid(statement.Bytes(0)), (short)statement.Int(1), Microseconds.Time(statement.Long(2)), statement.Bytes(3)));
        }

        return rows;
    }
}
