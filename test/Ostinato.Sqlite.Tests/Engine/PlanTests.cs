using Microsoft.Data.Sqlite;
using Ostinato.Storage.Conformance;

namespace Ostinato.Sqlite.Tests.Engine;

public sealed class PlanTests : IAsyncDisposable
{
    private static readonly string[] Files =
    [
        "AuditLog", "Bodies", "Breakers", "CancelRequests", "Claim", "Counter", "Done", "Due", "Exchange", "Failures", "Lease", "Names", "Notes", "Query", "QueueControl",
        "Ready", "Reaper", "Registry", "Schedules", "Statistics", "Suspended", "UniqueKeys",
    ];

    // One row, a row a process, a whole that was asked for, or what a person asks for now and then.
    private static readonly string[] ReadInFull =
    [
        "Counter take", "Counter take_process", "Counter announce", "Counter changes", "Registry beats", "Query processes", "Query queues", "Query count_ready", "Query count_due",
        "Query count_leased", "Query count_done", "Query count_suspended",
        "Lease of_process", "Lease remove_of_process",
        "QueueControl all", "QueueControl settings", "Suspended groups", "Suspended of_group", "Names all_kinds", "Names all_queues", "Due next", "Schedules all", "Breakers all",
    ];

    private readonly StoreFolder _folder = new();

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    public static TheoryData<string, string> Statements()
    {
        var statements = new TheoryData<string, string>();
        foreach (var file in Files)
        {
            foreach (var name in SqlFile.Load(file).Statements.Keys)
            {
                statements.Add(file, name);
            }
        }

        return statements;
    }

    [Theory]
    [MemberData(nameof(Statements))]
    public async Task A_statement_finds_its_rows_by_a_key_and_sorts_nothing(string file, string name)
    {
        await _folder.Open();

        ShouldUseKeys(_folder.Connect(), file, name);
    }

    [Theory]
    [MemberData(nameof(Statements))]
    public async Task Statistics_that_say_all_keys_are_alike_change_nothing(string file, string name)
    {
        await _folder.Open();
        Lie("1000000 1000000 1000000 1000000");

        ShouldUseKeys(_folder.Connect(), file, name);
    }

    [Theory]
    [MemberData(nameof(Statements))]
    public async Task Statistics_of_tables_with_one_row_change_nothing(string file, string name)
    {
        await (await _folder.Open()).DisposeAsync();
        Lie("1 1 1 1");

        await _folder.Open();

        ShouldUseKeys(_folder.Connect(), file, name);
    }

    [Fact]
    public async Task Statistics_written_while_the_store_is_open_are_removed_by_the_next_pruning()
    {
        var store = await _folder.Open();
        Lie("1 1 1 1");

        await store.Prune(JobState.Completed, TimeSpan.Zero);

        _folder.Connect().Scalar("select count(*) from sqlite_stat1 where tbl glob 'ostinato_*'").ShouldBe(0L);
    }

    [Fact]
    public void Every_file_of_statements_is_looked_at() =>
        typeof(SqliteJobStore).Assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(".sql", StringComparison.Ordinal)).Select(Path.GetFileNameWithoutExtension)
            .Where(static name => !char.IsAsciiDigit(name![0]))
            .Except(["Schema", "PlannerStatistics"]).ShouldBe(Files, ignoreOrder: true);

    // Statistics are read when a connection opens.
    private void Lie(string statistics)
    {
        using var connection = _folder.Connect();
        connection.Execute("analyze");
        connection.Execute($"insert into sqlite_stat1 select tbl_name, name, '{statistics}' from sqlite_schema where type = 'index'");
        connection.Execute($"insert into sqlite_stat1 select name, null, '{statistics}' from sqlite_schema where type = 'table'");
    }

    private static void ShouldUseKeys(SqliteConnection connection, string file, string name)
    {
        var plan = Plan(connection, SqlFile.Load(file)[name]);
        if (!ReadInFull.Contains($"{file} {name}"))
        {
            plan.ShouldNotContain("SCAN");
            plan.ShouldNotContain("TEMP B-TREE");
            plan.ShouldNotContain("AUTOMATIC");
        }
    }

    private static string Plan(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "explain query plan " + sql;
        for (var number = 1; sql.Contains($"?{number}", StringComparison.Ordinal); number++)
        {
            command.Parameters.AddWithValue($"?{number}", 1);
        }

        using var reader = command.ExecuteReader();
        var steps = new List<string>();
        while (reader.Read())
        {
            steps.Add(reader.GetString(3));
        }

        return string.Join('\n', steps);
    }
}
