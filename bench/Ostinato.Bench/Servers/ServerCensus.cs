using Npgsql;

namespace Ostinato.Bench.Servers;

/// <summary>Counts what a server does between two moments.</summary>
internal sealed class ServerCensus(BenchDatabase database)
{
    // A session that has just answered tells its counts at most once a second.
    private static readonly TimeSpan Telling = TimeSpan.FromMilliseconds(1_100);

    private SessionWatch? _watch;
    private ServerCounts _before;

    public async Task StartAsync(Func<Task>? touch)
    {
        await SettleAsync(touch);
        _before = await ReadCountsAsync();
        _watch = await SessionWatch.StartAsync(database);
    }

    /// <param name="touch">Uses every session of the run a little, so that each tells what it has counted.</param>
    public async Task<ServerUsage> ReadAsync(Func<Task>? touch)
    {
        var watch = _watch!;
        await watch.DisposeAsync();
        var atOnce = await ReadCountsAsync();
        await SettleAsync(touch);
        var later = await ReadCountsAsync();
        var counts = later with { WalBytes = atOnce.WalBytes, Cpu = atOnce.Cpu };
        return new ServerUsage(counts - _before, await FullPagesAsync(_before.WalBytes, atOnce.WalBytes), watch);
    }

    private static async Task SettleAsync(Func<Task>? touch)
    {
        await Task.Delay(Telling);
        await (touch?.Invoke() ?? Task.CompletedTask);
    }

    private async Task<ServerCounts> ReadCountsAsync()
    {
        const string OfServer = """
            select pg_backend_pid(), (pg_current_wal_insert_lsn() - '0/0')::bigint, xact_commit from pg_stat_database where datname = $1
            """;
        const string OfTables = """
            select coalesce(sum(n_tup_upd + n_tup_del), 0)::bigint,
                coalesce((select sum(heap_blks_hit + heap_blks_read + idx_blks_hit + idx_blks_read)
                    from pg_statio_user_tables where relname = 'ready'), 0)::bigint
            from pg_stat_user_tables
            """;
        await using var server = await OpenAsync(database.ServerConnectionString);
        await using var counts = new NpgsqlCommand(OfServer, server) { Parameters = { new() { Value = database.Name } } };
        await using var row = await counts.ExecuteReaderAsync();
        await row.ReadAsync();
        await using var own = await OpenAsync(database.ConnectionString);
        await using var tables = new NpgsqlCommand(OfTables, own);
        await using var sums = await tables.ExecuteReaderAsync();
        await sums.ReadAsync();
        return new ServerCounts(
            row.GetInt64(1), ServerProcesses.Cpu(ServerProcesses.PostmasterOf(row.GetInt32(0))), row.GetInt64(2), sums.GetInt64(0),
            sums.GetInt64(1));
    }

    // An extension that comes with the server reads the log itself. One that the environment names may not have it.
    private async Task<long?> FullPagesAsync(long from, long to)
    {
        const string Sql = """
            create extension if not exists pg_walinspect;
            select sum(fpi_size)::bigint from pg_get_wal_stats('0/0'::pg_lsn + @from, '0/0'::pg_lsn + @to)
            """;
        try
        {
            await using var connection = await OpenAsync(database.ConnectionString);
            await using var command = new NpgsqlCommand(Sql, connection) { CommandTimeout = 300 };
            command.Parameters.AddWithValue("from", (decimal)from);
            command.Parameters.AddWithValue("to", (decimal)to);
            return await command.ExecuteScalarAsync() as long?;
        }
        catch (PostgresException)
        {
            return null;
        }
    }

    private static async Task<NpgsqlConnection> OpenAsync(string connectionString)
    {
        var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        return connection;
    }
}
