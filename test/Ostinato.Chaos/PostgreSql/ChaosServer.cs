using System.Globalization;
using Npgsql;
using Ostinato.PostgreSql.Servers;

namespace Ostinato.Chaos;

/// <summary>A server that the tests of this project crash, one after the other.</summary>
public sealed class ChaosServer : IAsyncLifetime
{
    private int _databases;

    public PostgreSqlServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await PostgreSqlServer.StartAsync(PostgreSqlVersion.Debian15);

    /// <summary>A new database and how to connect to it.</summary>
    public async Task<string> NewDatabaseAsync(CancellationToken ct)
    {
        var name = "chaos" + (++_databases).ToString(CultureInfo.InvariantCulture);
        await using var connection = new NpgsqlConnection($"{Server.ConnectionString()};Pooling=false");
        await connection.OpenAsync(ct);
        await using var create = new NpgsqlCommand($"create database {name}", connection);
        await create.ExecuteNonQueryAsync(ct);
        return Server.ConnectionString(name);
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
