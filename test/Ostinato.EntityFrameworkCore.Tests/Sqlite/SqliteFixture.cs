using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Ostinato.EntityFrameworkCore.Tests.Sqlite;

/// <summary>An SQLite file of its own.</summary>
public sealed class SqliteFixture : DatabaseFixture
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ostinato-");

    public override string Name => Path.Combine(_folder.FullName, "app.db");

    public override string ForeignName => Path.Combine(_folder.FullName, "other.db");

    // Flushing to the disk is not what the tests are about.
    public override void UseStore(OstinatoBuilder ostinato) =>
        ostinato.UseSqlite(ConnectionString(Name), sqlite => sqlite.Durability = SqliteDurability.Normal);

    public override void UseDatabase(
        DbContextOptionsBuilder options, Func<ExecutionStrategyDependencies, IExecutionStrategy>? strategy = null) =>
        options.UseSqlite(ConnectionString(Name), sqlite =>
        {
            if (strategy is not null)
            {
                sqlite.ExecutionStrategy(strategy);
            }
        });

    public override void UseForeignDatabase(DbContextOptionsBuilder options) => options.UseSqlite(ConnectionString(ForeignName));

    public override DbConnection Connect() => new SqliteConnection(ConnectionString(Name));

    public override void UseConnection(DbContextOptionsBuilder options, DbConnection connection) => options.UseSqlite(connection);

    public override ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private static string ConnectionString(string file) => $"Data Source={file};Pooling=False";
}
