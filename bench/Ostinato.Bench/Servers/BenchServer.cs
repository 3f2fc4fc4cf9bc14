using Ostinato.PostgreSql.Servers;

namespace Ostinato.Bench.Servers;

/// <summary>The PostgreSQL of a run: a durable server of this program's own, or the one that the environment names.</summary>
internal sealed class BenchServer : IAsyncDisposable
{
    /// <summary>The connection string of a superuser of a server on this machine.</summary>
    public const string EnvironmentVariable = "OSTINATO_BENCH_POSTGRES";

    private static readonly PostgreSqlSettings Settings = new()
    {
        Fsync = true,
        More = new Dictionary<string, string>
        {
            ["shared_buffers"] = "512MB",
            ["max_wal_size"] = "4GB",
            ["synchronous_commit"] = "on",
            ["max_connections"] = "300",
        },
    };

    private readonly PostgreSqlServer? _own;

    private BenchServer(string connectionString, PostgreSqlServer? own) => (ConnectionString, _own) = (connectionString, own);

    public string ConnectionString { get; }

    public static async Task<BenchServer> StartAsync()
    {
        if (Environment.GetEnvironmentVariable(EnvironmentVariable) is { Length: > 0 } given)
        {
            return new BenchServer(given, null);
        }

        var own = await PostgreSqlServer.StartAsync(PostgreSqlVersion.Debian15, Settings);
        return new BenchServer(own.ConnectionString(), own);
    }

    /// <summary>Starts one that the processes started from here on find in their environment.</summary>
    public static async Task<BenchServer> StartForChildrenAsync()
    {
        var server = await StartAsync();
        Environment.SetEnvironmentVariable(EnvironmentVariable, server.ConnectionString);
        return server;
    }

    public ValueTask DisposeAsync() => _own?.DisposeAsync() ?? ValueTask.CompletedTask;
}
