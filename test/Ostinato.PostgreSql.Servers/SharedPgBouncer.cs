using System.Collections.Concurrent;
using Npgsql;

namespace Ostinato.PostgreSql.Servers;

/// <summary>One pgbouncer before each server of <see cref="SharedPostgreSql"/>, started when it is first asked for.</summary>
public static class SharedPgBouncer
{
    private static readonly ConcurrentDictionary<PostgreSqlVersion, Lazy<Task<PgBouncerServer>>> Servers = new();

    /// <summary>The connection string of the database that <see cref="SharedPostgreSql"/> names, through pgbouncer.</summary>
    public static async Task<string> GetAsync(PostgreSqlVersion version, CancellationToken ct = default)
    {
        var direct = new NpgsqlConnectionStringBuilder(await SharedPostgreSql.GetAsync(version, ct));
        var server = Servers.GetOrAdd(version, _ => new(() => PgBouncerServer.StartAsync(direct.ConnectionString, CancellationToken.None)));
        return (await server.Value.WaitAsync(ct)).ConnectionString(direct.Database ?? "postgres");
    }
}
