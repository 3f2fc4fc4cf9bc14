using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Ostinato.EntityFrameworkCore.Tests;

/// <summary>An empty database of its own for each test, in which an application has its tables and Ostinato its jobs.</summary>
public abstract class DatabaseFixture : IAsyncDisposable
{
    /// <summary>What an error calls the database.</summary>
    public abstract string Name { get; }

    /// <summary>What an error calls the other database.</summary>
    public abstract string ForeignName { get; }

    /// <summary>Finds the server, where there is one.</summary>
    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public abstract void UseStore(OstinatoBuilder ostinato);

    public abstract void UseDatabase(
        DbContextOptionsBuilder options, Func<ExecutionStrategyDependencies, IExecutionStrategy>? strategy = null);

    /// <summary>Another database of the same kind, which has no jobs.</summary>
    public abstract void UseForeignDatabase(DbContextOptionsBuilder options);

    /// <summary>A connection that is not open. The context disposes of it.</summary>
    public abstract DbConnection Connect();

    public abstract void UseConnection(DbContextOptionsBuilder options, DbConnection connection);

    public abstract ValueTask DisposeAsync();
}
