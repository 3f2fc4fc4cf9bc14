using Npgsql;

namespace Ostinato.PostgreSql.Tests.Conformance;

/// <summary>Looks beneath the port: every id is in one range of one place, and all that stands beside agrees with it.</summary>
internal static class PlaceCheck
{
    private const int Shown = 5;

    public static async Task RunAsync(string connectionString, string schema)
    {
        // Made of many parts, so that a server with the compiler for queries would compile for longer than it reads.
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { Options = "-c jit=off" };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync();
        foreach (var (name, sql) in SqlFile.Load("PlaceCheck", schema, typeof(PlaceCheck).Assembly).Statements)
        {
            (await FindAsync(connection, sql)).ShouldBeEmpty(name);
        }
    }

    private static async Task<List<string>> FindAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var found = new List<string>();
        while (found.Count < Shown && await reader.ReadAsync())
        {
            found.Add(reader.GetString(0));
        }

        return found;
    }
}
