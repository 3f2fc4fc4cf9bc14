using System.Data.Common;
using Microsoft.Data.Sqlite;
using Ostinato.Storage;
using Ostinato.Storage.Conformance;
using Ostinato.Testing;

namespace Ostinato.Sqlite.Tests.Conformance;

/// <summary>The SQLite store in a file of its own, on a clock that scenarios move.</summary>
public sealed class SqliteFixture : TransactionalStoreFixture
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new();
    private readonly List<SqliteJobStore> _stores = [];

    private string ConnectionString => $"Data Source={_folder.File("jobs.db")};Pooling=False";

    public override ValueTask<IJobStore> CreateAsync() => OpenAnotherAsync();

    public override async ValueTask<IJobStore> OpenAnotherAsync()
    {
        // Flushing to the disk is not what the scenarios are about.
        var options = new SqliteStoreOptions { ConnectionString = ConnectionString, Durability = SqliteDurability.Normal };
        var store = new SqliteJobStore(options, _time);
        _stores.Add(store);
        await store.StartAsync(CancellationToken.None);
        return store;
    }

    public override ValueTask AdvanceAsync(TimeSpan time)
    {
        _time.SetUtcNow(_time.GetUtcNow() + time);
        return ValueTask.CompletedTask;
    }

    public override ValueTask<DbConnection> OpenUserConnectionAsync() => Open(ConnectionString);

    public override ValueTask<DbConnection> OpenForeignConnectionAsync() => Open($"Data Source={_folder.File("other.db")};Pooling=False");

    public override ValueTask VerifyPlacesAsync()
    {
        PlaceCheck.Run(ConnectionString);
        return ValueTask.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var store in _stores)
        {
            await store.DisposeAsync();
        }

        _folder.Dispose();
    }

    private static async ValueTask<DbConnection> Open(string connectionString)
    {
        var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync();
        return connection;
    }
}
