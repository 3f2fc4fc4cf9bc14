using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Ostinato.PostgreSql.Servers;

namespace Ostinato.PostgreSql.Tests.Fixture;

/// <summary>A schema of its own on a server, any number of stores on it, and a clock that can be moved.</summary>
internal sealed class TestSchema(string server, string direct) : IAsyncDisposable
{
    private readonly List<PostgreSqlJobStore> _stores = [];
    private TimeSpan _moved;

    public string Name { get; } = "t" + Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture);

    /// <summary>The server itself, whatever stands before it.</summary>
    public string Direct => direct;

    public static async Task<TestSchema> CreateAsync()
    {
        var server = await SharedPostgreSql.GetAsync(PostgreSqlVersion.Debian15);
        return new TestSchema(server, server);
    }

    /// <summary>A started store, as one more process opens it.</summary>
    public async Task<PostgreSqlJobStore> OpenAsync(
        Action<PostgreSqlStoreOptions>? configure = null, TimeProvider? time = null, string? applicationName = null,
        string? connection = null, ILogger<PostgreSqlJobStore>? logger = null)
    {
        var options = new PostgreSqlStoreOptions { Schema = Name };
        configure?.Invoke(options);
        var settings = new NpgsqlConnectionStringBuilder(connection ?? server) { ApplicationName = applicationName };
        var store = new PostgreSqlJobStore(
            StoreSource.Create(settings.ConnectionString, options), ownsSource: true, options, time ?? TimeProvider.System,
            logger ?? NullLogger<PostgreSqlJobStore>.Instance);
        _stores.Add(store);
        await store.StartAsync(CancellationToken.None);
        return store;
    }

    /// <summary>Moves the clock of the schema.</summary>
    public Task AdvanceAsync(TimeSpan time)
    {
        _moved += time;
        var seconds = _moved.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        return ExecuteAsync(
            "create or replace function ostinato.clock() returns timestamptz language sql stable parallel safe as "
            + $"'select statement_timestamp() + interval ''{seconds} seconds'''");
    }

    public async Task<NpgsqlConnection> ConnectAsync(string database = "postgres")
    {
        var settings = new NpgsqlConnectionStringBuilder(direct) { Database = database, Pooling = false };
        var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>Runs SQL that speaks of the schema <c>ostinato</c>.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var connection = await ConnectAsync();
        await using var command = Command(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T?> ScalarAsync<T>(string sql)
    {
        await using var connection = await ConnectAsync();
        await using var command = Command(sql, connection);
        return await command.ExecuteScalarAsync() is T value ? value : default;
    }

    /// <summary>A command whose SQL speaks of the schema <c>ostinato</c>.</summary>
    public NpgsqlCommand Command(string sql, NpgsqlConnection connection) =>
        new(sql.Replace("ostinato.", Name + ".", StringComparison.Ordinal), connection);

    /// <summary>Closes the stores that were opened.</summary>
    public async Task CloseAsync()
    {
        foreach (var store in _stores)
        {
            await store.DisposeAsync();
        }

        _stores.Clear();
    }

    /// <summary>Closes the stores and makes the schema as it was when it was new, which is quicker than to make a new one.</summary>
    public async Task ResetAsync()
    {
        await CloseAsync();
        _stores.Clear();
        await AdvanceAsync(-_moved);
        await ExecuteAsync(
            "truncate ostinato.kind, ostinato.queue, ostinato.job, ostinato.ready, ostinato.due, ostinato.lease, ostinato.done, "
            + "ostinato.suspended, ostinato.failure, ostinato.result, ostinato.unique_claim, ostinato.unique_key, ostinato.process, ostinato.schedule, ostinato.tick, ostinato.note, ostinato.statistics, ostinato.breaker, ostinato.audit, "
            + "ostinato.cancel, ostinato.completion restart identity; drop table if exists ostinato.signup, ostinato.receipt; "
            + "alter sequence ostinato.job_id restart; alter sequence ostinato.position restart; alter sequence ostinato.process_number restart");
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        await ExecuteAsync($"drop schema if exists {Name} cascade");
    }
}
