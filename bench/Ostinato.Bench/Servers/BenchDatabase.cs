using Npgsql;

namespace Ostinato.Bench.Servers;

/// <summary>A database of one run, gone with it.</summary>
internal sealed class BenchDatabase : IAsyncDisposable
{
    private readonly BenchServer _server;

    private BenchDatabase(BenchServer server, string name)
    {
        (_server, Name) = (server, name);
        ConnectionString = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = name }.ConnectionString;
    }

    public string Name { get; }

    public string ConnectionString { get; }

    /// <summary>How to connect to the server apart from this database, so as not to be counted in it.</summary>
    public string ServerConnectionString => _server.ConnectionString;

    public static async Task<BenchDatabase> CreateAsync()
    {
        var database = new BenchDatabase(await BenchServer.StartAsync(), $"bench_{Environment.ProcessId}_{Environment.TickCount64}");
        await database.OnServerAsync($"create database {database.Name}");
        return database;
    }

    public async Task RunAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await OnServerAsync($"drop database {Name} with (force)");
        await _server.DisposeAsync();
    }

    private async Task OnServerAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ServerConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }
}
