using System.Data.Common;
using System.Globalization;
using Npgsql;
using Ostinato.PostgreSql.Servers;
using Ostinato.Storage;
using Ostinato.Storage.Conformance;

namespace Ostinato.PostgreSql.Tests.Conformance;

/// <summary>The PostgreSQL store in a schema of its own. The server's clock cannot be moved; the schema's clock can.</summary>
public abstract class PostgreSqlFixture : TransactionalStoreFixture
{
    private readonly List<(PostgreSqlJobStore Store, NpgsqlDataSource Source)> _stores = [];
    private readonly string _schema = "t" + Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture);
    private TimeSpan _moved;

    public override ValueTask<IJobStore> CreateAsync() => OpenAnotherAsync();

    public override async ValueTask<IJobStore> OpenAnotherAsync()
    {
        var source = NpgsqlDataSource.Create(await ConnectionStringAsync());
        var store = new PostgreSqlJobStore(source, new PostgreSqlStoreOptions { Schema = _schema });
        _stores.Add((store, source));
        await store.StartAsync(CancellationToken.None);
        return store;
    }

    public override async ValueTask AdvanceAsync(TimeSpan time)
    {
        _moved += time;
        var seconds = _moved.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        await ExecuteAsync(
            $"create or replace function {_schema}.clock() returns timestamptz language sql stable parallel safe as "
            + $"'select statement_timestamp() + interval ''{seconds} seconds'''");
    }

    public override ValueTask<DbConnection> OpenUserConnectionAsync() => OpenAsync("postgres", _schema);

    public override ValueTask<DbConnection> OpenForeignConnectionAsync() => OpenAsync("template1", "public");

    public override async ValueTask VerifyPlacesAsync() => await PlaceCheck.RunAsync(await ConnectionStringAsync(), _schema);

    public override async ValueTask DisposeAsync()
    {
        foreach (var (store, source) in _stores)
        {
            await store.DisposeAsync();
            await source.DisposeAsync();
        }

        await ExecuteAsync($"drop schema if exists {_schema} cascade");
    }

    /// <summary>The server, or the pooler before it.</summary>
    protected abstract Task<string> ServerAsync();

    private async Task<string> ConnectionStringAsync() =>
        new NpgsqlConnectionStringBuilder(await ServerAsync()) { MaxPoolSize = 10, NoResetOnClose = true }.ConnectionString;

    private async ValueTask<DbConnection> OpenAsync(string database, string schema)
    {
        var settings = new NpgsqlConnectionStringBuilder(await DirectlyAsync()) { Database = database, Pooling = false };
        var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync();
        await using var path = new NpgsqlCommand($"set search_path to {schema}", connection);
        await path.ExecuteNonQueryAsync();
        return connection;
    }

    /// <summary>The server itself.</summary>
    protected abstract Task<string> DirectlyAsync();

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = (NpgsqlConnection)await OpenAsync("postgres", "public");
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}

/// <summary>PostgreSQL 15, directly.</summary>
public sealed class PostgreSql15 : PostgreSqlFixture
{
    protected override Task<string> ServerAsync() => SharedPostgreSql.GetAsync(PostgreSqlVersion.Debian15);

    protected override Task<string> DirectlyAsync() => ServerAsync();
}

/// <summary>PostgreSQL 18, directly.</summary>
public sealed class PostgreSql18 : PostgreSqlFixture
{
    protected override Task<string> ServerAsync() => SharedPostgreSql.GetAsync(PostgreSqlVersion.Npm18);

    protected override Task<string> DirectlyAsync() => ServerAsync();
}

/// <summary>PostgreSQL 15 behind PgBouncer in transaction mode.</summary>
public sealed class PgBouncer15 : PostgreSqlFixture
{
    protected override Task<string> ServerAsync() => SharedPgBouncer.GetAsync(PostgreSqlVersion.Debian15);

    protected override Task<string> DirectlyAsync() => SharedPostgreSql.GetAsync(PostgreSqlVersion.Debian15);
}
