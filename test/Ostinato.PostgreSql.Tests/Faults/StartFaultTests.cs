using Npgsql;

namespace Ostinato.PostgreSql.Tests.Faults;

public sealed class StartFaultTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_process_that_starts_while_another_makes_the_schema_finds_it_made()
    {
        await using var schema = await OwnSchema.CreateAsync();
        await using var other = await schema.Source.OpenConnectionAsync(Ct);
        await using var transaction = await other.BeginTransactionAsync(Ct);
        await RunAsync(other, SqlFile.Load("Schema", schema.Name)["lock"]);

        var starting = schema.Make().StartAsync(Ct).AsTask();
        await schema.UntilAsync("select exists (select from pg_locks where locktype = 'advisory' and not granted)");
        await RunAsync(other, PostgreSqlMigrations.Script(schema: schema.Name));
        await transaction.CommitAsync(Ct);

        await starting;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Ct);
    }
}
