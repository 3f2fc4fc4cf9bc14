using Microsoft.Data.Sqlite;

namespace Ostinato.Sqlite.Tests;

/// <summary>A folder with one database file, and the stores that a test opens on it. All are closed at the end.</summary>
internal sealed class StoreFolder(string? path = null, TimeProvider? time = null) : IAsyncDisposable
{
    private readonly TemporaryFolder? _own = path is null ? new TemporaryFolder() : null;
    private readonly List<SqliteJobStore> _stores = [];
    private readonly List<SqliteConnection> _connections = [];

    public string Path => path ?? _own!.Path;

    public string File => System.IO.Path.Combine(Path, "app.db");

    public string ConnectionString => $"Data Source={File};Pooling=False";

    public SqliteStoreOptions Options(Action<SqliteStoreOptions>? configure = null)
    {
        var options = new SqliteStoreOptions { ConnectionString = ConnectionString };
        configure?.Invoke(options);
        return options;
    }

    public SqliteJobStore Create(Action<SqliteStoreOptions>? configure = null)
    {
        var store = new SqliteJobStore(Options(configure), time ?? TimeProvider.System);
        _stores.Add(store);
        return store;
    }

    public async Task<SqliteJobStore> Open(Action<SqliteStoreOptions>? configure = null)
    {
        var store = Create(configure);
        await store.StartAsync(CancellationToken.None);
        return store;
    }

    /// <summary>What a start that fails says.</summary>
    public async Task<string> RefusalToOpen(Action<SqliteStoreOptions>? configure = null) =>
        (await Should.ThrowAsync<OstinatoConfigurationException>(() => Open(configure))).Message;

    /// <summary>A connection as the application has one.</summary>
    public SqliteConnection Connect(string options = "")
    {
        var connection = new SqliteConnection(ConnectionString + options);
        connection.Open();
        _connections.Add(connection);
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections)
        {
            await connection.DisposeAsync();
        }

        foreach (var store in _stores)
        {
            await store.DisposeAsync();
        }

        _own?.Dispose();
    }
}

internal static class SqliteConnectionExtensions
{
    public static int Execute(this SqliteConnection connection, string sql, SqliteTransaction? transaction = null)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }

    public static object? Scalar(this SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
