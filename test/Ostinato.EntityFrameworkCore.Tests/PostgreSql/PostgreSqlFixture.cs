using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure;
using Ostinato.PostgreSql.Servers;

namespace Ostinato.EntityFrameworkCore.Tests.PostgreSql;

/// <summary>Databases of its own on a PostgreSQL server. EF Core creates them, and the application's tables in them.</summary>
public class PostgreSqlFixture : DatabaseFixture
{
    private readonly string _database = "ef_" + Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture);
    private NpgsqlConnectionStringBuilder? _server;

    public override string Name => $"{Server.Host}:{Server.Port}";

    public override string ForeignName => _database + "_other";

    private NpgsqlConnectionStringBuilder Server => _server ?? throw new InvalidOperationException("The test has not begun.");

    public override async ValueTask InitializeAsync() =>
        _server = new NpgsqlConnectionStringBuilder(await SharedPostgreSql.GetAsync(PostgreSqlVersion.Debian15));

    public override void UseStore(OstinatoBuilder ostinato) => ostinato.UsePostgreSql(ConnectionString(_database));

    public override void UseDatabase(
        DbContextOptionsBuilder options, Func<ExecutionStrategyDependencies, IExecutionStrategy>? strategy = null) =>
        options.UseNpgsql(ConnectionString(_database), npgsql =>
        {
            Configure(npgsql);
            if (strategy is not null)
            {
                npgsql.ExecutionStrategy(strategy);
            }
        });

    public override void UseForeignDatabase(DbContextOptionsBuilder options) =>
        options.UseNpgsql(ConnectionString(ForeignName), Configure);

    public override DbConnection Connect() => new NpgsqlConnection(ConnectionString(_database));

    public override void UseConnection(DbContextOptionsBuilder options, DbConnection connection) =>
        options.UseNpgsql(connection, Configure);

    public override async ValueTask DisposeAsync()
    {
        await using var connection = new NpgsqlConnection(Server.ConnectionString);
        await connection.OpenAsync();
        foreach (var database in (string[])[_database, ForeignName])
        {
            await using var drop = new NpgsqlCommand($"drop database if exists {database} with (force)", connection);
            await drop.ExecuteNonQueryAsync();
        }
    }

    protected virtual void Configure(NpgsqlDbContextOptionsBuilder npgsql)
    {
    }

    // Not pooled, as a pool would outlive its database.
    private string ConnectionString(string database) =>
        new NpgsqlConnectionStringBuilder(Server.ConnectionString) { Database = database, Pooling = false }.ConnectionString;
}

/// <summary>The same with the provider's own strategy of retrying.</summary>
public sealed class RetryingPostgreSqlFixture : PostgreSqlFixture
{
    protected override void Configure(NpgsqlDbContextOptionsBuilder npgsql) => npgsql.EnableRetryOnFailure();
}
