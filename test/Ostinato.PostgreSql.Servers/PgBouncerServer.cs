using Npgsql;

namespace Ostinato.PostgreSql.Servers;

/// <summary>A pgbouncer in transaction mode before a PostgreSQL server: a transaction may run in any session.</summary>
/// <remarks>Version 1.18 neither delivers notifications nor keeps prepared statements in this mode.</remarks>
public sealed class PgBouncerServer : LocalServer
{
    private const string Program = "/usr/sbin/pgbouncer";
    private const string EndSignal = "TERM";

    private readonly NpgsqlConnectionStringBuilder _postgreSql;

    private PgBouncerServer(string postgreSql, ServerFolder folder)
        : base(folder, EndSignal, "cannot listen") => _postgreSql = new(postgreSql);

    private protected override IEnumerable<string> Command => [Program, SettingsPath];

    private string SettingsPath => Folder.PathOf("pgbouncer.ini");

    /// <summary>Starts one before a server of ours.</summary>
    public static Task<PgBouncerServer> StartAsync(PostgreSqlServer server, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(server);
        return StartAsync(server.ConnectionString(), ct);
    }

    /// <summary>Starts one before the server of a connection string. Whoever connects to it becomes the user of that string.</summary>
    public static async Task<PgBouncerServer> StartAsync(string postgreSql, CancellationToken ct = default)
    {
        if (!File.Exists(Program))
        {
            throw new InvalidOperationException(
                $"{Program} is missing: `apt-get install pgbouncer`. `./build.sh test` and `./build.sh servers` install it.");
        }

        var server = new PgBouncerServer(postgreSql, await ServerFolder.CreateAsync(ct));
        try
        {
            await server.StartOnFreePortAsync(ct);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>How to connect to a database of the server through it.</summary>
    public string ConnectionString(string database = "postgres") => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = Port,
        Username = _postgreSql.Username,
        Database = database,
        NoResetOnClose = true,
    }.ConnectionString;

    /// <summary>Drops every connection and starts again on the same port.</summary>
    public async Task RestartAsync(CancellationToken ct = default)
    {
        await StopAsync(EndSignal, ct);
        await StartOnSamePortAsync(ct);
    }

    private protected override Func<bool> LookForStart()
    {
        File.WriteAllText(SettingsPath, Settings());
        var logged = LogText().Length;
        return () => LogText().IndexOf("process up", logged, StringComparison.Ordinal) >= 0;
    }

    private string Settings() => $"""
        [databases]
        * = host={_postgreSql.Host} port={_postgreSql.Port} user={Quoted(_postgreSql.Username)}{Password()}
        [pgbouncer]
        listen_addr = 127.0.0.1
        listen_port = {Port}
        unix_socket_dir =
        auth_type = any
        pool_mode = transaction
        max_client_conn = 1000
        default_pool_size = 50

        """;

    // It takes an empty password for an error.
    private string Password() => string.IsNullOrEmpty(_postgreSql.Password) ? "" : $" password={Quoted(_postgreSql.Password)}";

    private static string Quoted(string? value) => $"'{value?.Replace("'", "''", StringComparison.Ordinal)}'";
}
