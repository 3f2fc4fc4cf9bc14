using Npgsql;
using Ostinato.PostgreSql.Servers;
using Ostinato.PostgreSql.Tests.Measuring;

[assembly: AssemblyFixture(typeof(MeasuredServer))]

namespace Ostinato.PostgreSql.Tests.Measuring;

/// <summary>A server of its own for tests that count what it does: nothing is vacuumed, and nobody else uses it.</summary>
public sealed class MeasuredServer : IAsyncDisposable
{
    private static readonly PostgreSqlSettings Settings = new()
    {
        More = new Dictionary<string, string>
        {
            ["autovacuum"] = "off",
            ["shared_preload_libraries"] = "pg_stat_statements",
            ["shared_buffers"] = "512MB",
            ["max_wal_size"] = "8GB",
            ["checkpoint_timeout"] = "1h",
            ["log_lock_waits"] = "on",
            ["deadlock_timeout"] = "10ms",
        },
    };

    private readonly Lazy<Task<PostgreSqlServer>> _server;
    private int _schemas;

    public MeasuredServer()
        : this(PostgreSqlVersion.Debian15)
    {
    }

    internal MeasuredServer(PostgreSqlVersion version) => _server = new(() => PostgreSqlServer.StartAsync(version, Settings));

    /// <summary>Opens a store.</summary>
    /// <param name="schema">The schema, which may have stores already; a new one if none is named.</param>
    /// <param name="options">Options of the sessions, as <c>-c name=value</c>.</param>
    /// <param name="time">The store's time.</param>
    public async Task<MeasuredStore> OpenAsync(string? schema = null, string options = "", TimeProvider? time = null)
    {
        var settings = new NpgsqlConnectionStringBuilder(await ConnectionStringAsync()) { Options = options };
        schema ??= $"m{Interlocked.Increment(ref _schemas)}";
        return await MeasuredStore.OpenAsync(NpgsqlDataSource.Create(settings), schema, time ?? TimeProvider.System);
    }

    /// <summary>A connection beside those of stores.</summary>
    public async Task<NpgsqlConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection(await ConnectionStringAsync());
        await connection.OpenAsync();
        return connection;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = await ConnectAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 120 };
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var connection = await ConnectAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync()).ShouldNotBeNull();
    }

    /// <summary>All that the server has logged.</summary>
    public async Task<string> LogAsync() => (await _server.Value).LogText();

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated)
        {
            await (await _server.Value).DisposeAsync();
        }
    }

    private async Task<string> ConnectionStringAsync() =>
        new NpgsqlConnectionStringBuilder((await _server.Value).ConnectionString()) { NoResetOnClose = true }.ConnectionString;
}
