using Npgsql;

namespace Ostinato.PostgreSql.Servers.Tests;

/// <summary>One statement on a connection of its own, outside the pool: a restart leaves no broken connection behind.</summary>
internal static class Query
{
    public static async Task<string?> AnswerAsync(string connectionString, string sql, CancellationToken ct)
    {
        var unpooled = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false };
        await using var connection = new NpgsqlConnection(unpooled.ConnectionString);
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand(sql, connection);
        return (await command.ExecuteScalarAsync(ct))?.ToString();
    }
}
