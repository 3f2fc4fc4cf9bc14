using Npgsql;
using Ostinato.Bench.Measuring;

namespace Ostinato.Bench.Workloads;

/// <summary>A session that keeps the server from clearing away what is deleted from now on.</summary>
internal static class OldSnapshot
{
    public static async Task<IAsyncDisposable?> HoldAsync(Scratch scratch)
    {
        var connection = new NpgsqlConnection(scratch.Database + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("begin isolation level repeatable read; select count(*) from pg_class", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }
}
