using Microsoft.Data.Sqlite;

namespace Ostinato.Sqlite.Tests.Engine;

public sealed class PlanTests : IAsyncDisposable
{
    private static readonly string[] Files =
    [
        "Bodies", "CancelRequests", "Claim", "Counter", "Done", "Due", "Exchange", "Failures", "Lease", "Names", "Query", "QueueControl",
        "Ready", "Reaper", "Registry", "Suspended", "UniqueKeys",
    ];

    // One row, a row a process, a whole that was asked for, or what a person asks for now and then.
    private static readonly string[] ReadInFull =
    [
        "Counter take", "Counter take_process", "Registry beats", "Query processes", "Query queues", "Query count_ready", "Query count_due",
        "Query count_leased", "Query count_done", "Query count_suspended",
        "Lease of_process", "Lease remove_of_process",
        "Suspended of_kind", "Due next",
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
        var plan = Plan(_folder.Connect(), SqlFile.Load(file)[name]);

        if (!ReadInFull.Contains($"{file} {name}"))
        {
            plan.ShouldNotContain("SCAN");
            plan.ShouldNotContain("TEMP B-TREE");
            plan.ShouldNotContain("AUTOMATIC");
        }
    }

    [Fact]
    public void Every_file_of_statements_is_looked_at() =>
        typeof(SqliteJobStore).Assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(".sql", StringComparison.Ordinal)).Select(Path.GetFileNameWithoutExtension)
            .Except(["Schema"]).ShouldBe(Files, ignoreOrder: true);

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
