using Npgsql;

namespace Ostinato.Bench.Servers;

/// <summary>Looks at the sessions of a database again and again: how many there are, and how many wait for a lock.</summary>
internal sealed class SessionWatch : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly NpgsqlConnection _connection;
    private readonly string _database;
    private readonly CancellationTokenSource _stop = new();
    private Task _watching = Task.CompletedTask;

    private SessionWatch(NpgsqlConnection connection, string database) => (_connection, _database) = (connection, database);

    /// <summary>The most connections at once.</summary>
    public long Connections { get; private set; }

    public long Looks { get; private set; }

    /// <summary>Sessions that waited for a lock, over all looks.</summary>
    public long LockWaits { get; private set; }

    /// <summary>The longest that a session had waited for a lock when it was seen.</summary>
    public double LongestLockWaitMilliseconds { get; private set; }

    public static async Task<SessionWatch> StartAsync(BenchDatabase database)
    {
        var connection = new NpgsqlConnection(database.ServerConnectionString);
        await connection.OpenAsync();
        var watch = new SessionWatch(connection, database.Name);
        await watch.LookAsync();
        watch._watching = watch.WatchAsync();
        return watch;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _connection.DisposeAsync();
        _stop.Dispose();
    }

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(Interval);
        while (await timer.WaitForNextTickAsync(_stop.Token))
        {
            await LookAsync();
        }
    }

    private async Task LookAsync()
    {
        const string Sql = """
            select count(*), count(*) filter (where wait_event_type = 'Lock'),
                coalesce(max(extract(epoch from clock_timestamp() - waitstart) * 1000) filter (where wait_event_type = 'Lock'), 0)::float8
            from pg_stat_activity s left join (select pid, min(waitstart) as waitstart from pg_locks where not granted group by pid) l
                using (pid)
            where datname = $1 and backend_type = 'client backend'
            """;
        await using var command = new NpgsqlCommand(Sql, _connection) { Parameters = { new() { Value = _database } } };
        await using var reader = await command.ExecuteReaderAsync(_stop.Token);
        await reader.ReadAsync(_stop.Token);
        Connections = Math.Max(Connections, reader.GetInt64(0));
        LockWaits += reader.GetInt64(1);
        LongestLockWaitMilliseconds = Math.Max(LongestLockWaitMilliseconds, reader.GetDouble(2));
        Looks++;
    }
}
