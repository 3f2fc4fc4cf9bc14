namespace Ostinato.Sqlite;

/// <summary>Removes what the application's ANALYZE or PRAGMA optimize has written about the tables of the store.</summary>
/// <remarks>
/// They are empty at one moment and hold millions of jobs at the next. Statistics from the first moment make the engine read whole
/// tables at the second; without any, it takes the keys that the statements are made for.
/// </remarks>
internal sealed class PlannerStatistics(Database database)
{
    private static readonly SqlFile Sql = SqlFile.Load("PlannerStatistics");

    private readonly Statement _exist = database.Prepare(Sql["exist"]);
    private readonly Statement _any = database.Prepare(Sql["any"]);
    private readonly Statement _remove = database.Prepare(Sql["remove"]);

    public bool AreThere() => _exist.Scalar() is not null && _any.Scalar() is not null;

    public void Remove()
    {
        if (AreThere())
        {
            _remove.Run();
            database.Execute(Sql["reload"]);
        }
    }
}
