using Npgsql;
using Ostinato.Bench.Measuring;
using Ostinato.PostgreSql;

namespace Ostinato.Bench.PostgreSqlFloors;

/// <summary>The tables and statements of the store on one connection, with no job system around them.</summary>
internal sealed class FloorStore : IAsyncDisposable
{
    // What the store sets for every transaction.
    private const string Plans = """
        set jit = off; set plan_cache_mode = force_generic_plan; set enable_seqscan = off; set enable_bitmapscan = off;
        set enable_sort = off; set enable_hashjoin = off; set enable_mergejoin = off
        """;

    private const string Names = """
        insert into ostinato.kind (name) values ('bench.no-op');
        insert into ostinato.queue (name) values ('default')
        """;

    private readonly NpgsqlDataSource _source;
    private readonly NpgsqlConnection _connection;
    private readonly TripCount _count = new();

    private FloorStore(NpgsqlDataSource source, NpgsqlConnection connection) => (_source, _connection) = (source, connection);

    public DatabaseCounts Counts => new(_count.Statements, _count.Trips, 0, 0);

    public static async Task<FloorStore> OpenAsync(Scratch scratch)
    {
        var source = NpgsqlDataSource.Create(scratch.Database + ";Pooling=true;No Reset On Close=true");
        await PostgreSqlMigrations.MigrateAsync(source);
        var store = new FloorStore(source, await source.OpenConnectionAsync());
        await store.RunAsync(Plans);
        await store.RunAsync(Names);
        return store;
    }

    /// <summary>The next statements, which commit together.</summary>
    public Trip Trip() => new(new NpgsqlBatch(_connection), prepares: true, _count);

    public async Task RunAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, _connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Lets the session tell the server's statistics what it has done.</summary>
    public Task TouchAsync() => RunAsync("select 1");

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _source.DisposeAsync();
    }
}
