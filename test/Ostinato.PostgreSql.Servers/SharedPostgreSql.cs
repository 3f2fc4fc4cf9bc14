using System.Collections.Concurrent;

namespace Ostinato.PostgreSql.Servers;

/// <summary>One server of each version for all tests of this process, started when first asked for. It ends with this process.</summary>
public static class SharedPostgreSql
{
    /// <summary>Names a server to use instead of starting any: a connection string of a user that may create databases.</summary>
    public const string EnvironmentVariable = "OSTINATO_TEST_POSTGRES";

    // They stay reachable: a server ends when the pipe to it is collected.
    private static readonly ConcurrentDictionary<PostgreSqlVersion, Lazy<Task<PostgreSqlServer>>> Servers = new();

    /// <summary>The connection string of the database postgres, or the one in <see cref="EnvironmentVariable"/>.</summary>
    public static async Task<string> GetAsync(PostgreSqlVersion version, CancellationToken ct = default)
    {
        if (Environment.GetEnvironmentVariable(EnvironmentVariable) is { Length: > 0 } given)
        {
            return given;
        }

        var server = Servers.GetOrAdd(version, _ => new(() => PostgreSqlServer.StartAsync(version, ct: CancellationToken.None)));
        return (await server.Value.WaitAsync(ct)).ConnectionString();
    }
}
