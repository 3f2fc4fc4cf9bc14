namespace Ostinato.Sqlite;

/// <summary>Hands out ids and places in line, which are the same numbers, and the numbers of processes; counts changes.</summary>
internal sealed class Counter(Database database)
{
    private static readonly SqlFile Sql = SqlFile.Load("Counter");

    private readonly Statement _take = database.Prepare(Sql["take"]);
    private readonly Statement _takeProcess = database.Prepare(Sql["take_process"]);
    private readonly Statement _announce = database.Prepare(Sql["announce"]);
    private readonly Statement _changes = database.Prepare(Sql["changes"]);

    /// <summary>The first of so many numbers.</summary>
    public long Take(int count) => _take.Set(1, count).Scalar() ?? throw Missing();

    public long TakeProcess() => _takeProcess.Scalar() ?? throw Missing();

    /// <summary>Counts a change that other processes must hear of.</summary>
    public void Announce() => _announce.Run();

    /// <summary>How many changes there were.</summary>
    public long Changes() => _changes.Scalar() ?? throw Missing();

    private static InvalidDataException Missing() =>
        new("The table ostinato_counter has no row. Restore the database from a backup; without the row, ids would be given twice.");
}
