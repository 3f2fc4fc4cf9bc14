using System.Globalization;
using Npgsql;

namespace Ostinato.PostgreSql.Servers;

/// <summary>A PostgreSQL server with a cluster of its own.</summary>
public sealed class PostgreSqlServer : LocalServer
{
    private const string ImmediateSignal = "QUIT";
    private const string FastSignal = "INT";

    private readonly string _binaries;
    private readonly PostgreSqlSettings _settings;

    private PostgreSqlServer(string binaries, PostgreSqlSettings settings, ServerFolder folder)
        : base(folder, ImmediateSignal, "could not bind")
    {
        _binaries = binaries;
        _settings = settings;
    }

    /// <summary>The postmaster.</summary>
    public int ProcessId => Status() is [var id, ..]
        ? int.Parse(id, CultureInfo.InvariantCulture)
        : throw new InvalidOperationException("The server does not run.");

    private protected override IEnumerable<string> Command =>
    [
        Path.Combine(_binaries, "postgres"), "-D", DataFolder, "-p", Port.ToString(CultureInfo.InvariantCulture),
        "-c", "listen_addresses=127.0.0.1", "-c", $"unix_socket_directories={Folder.Location}", .. _settings.Arguments(),
    ];

    private string DataFolder => Folder.PathOf("data");

    /// <summary>Makes a new cluster and starts its server.</summary>
    public static Task<PostgreSqlServer> StartAsync(
        PostgreSqlVersion version, PostgreSqlSettings? settings = null, CancellationToken ct = default) =>
        StartAsync(PostgreSqlBinaries.Folder(version), settings ?? new(), server => server.MakeClusterAsync(ct), ct);

    /// <summary>Starts a standby that follows this server and answers to those who only read.</summary>
    public Task<PostgreSqlServer> StartStandbyAsync(CancellationToken ct = default) =>
        StartAsync(_binaries, _settings, standby => standby.CopyAsync(Port, ct), ct);

    /// <summary>Makes a standby the primary, and waits until it takes writes.</summary>
    public Task PromoteAsync(CancellationToken ct = default) =>
        ServerUser.RunAsync(Folder.Location, [Path.Combine(_binaries, "pg_ctl"), "promote", "-D", DataFolder], ct);

    /// <summary>How the superuser connects.</summary>
    public string ConnectionString(string database = "postgres") => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = Port,
        Username = "postgres",
        Database = database,
    }.ConnectionString;

    /// <summary>Ends the server. Its data stay.</summary>
    public Task StopAsync(StopMode mode, CancellationToken ct = default) =>
        StopAsync(mode == StopMode.Fast ? FastSignal : ImmediateSignal, ct);

    /// <summary>Starts a stopped server on the same port with the same data.</summary>
    public Task StartAgainAsync(CancellationToken ct = default) => StartOnSamePortAsync(ct);

    /// <summary>Stops the server and starts it again.</summary>
    public async Task RestartAsync(StopMode mode, CancellationToken ct = default)
    {
        await StopAsync(mode, ct);
        await StartAgainAsync(ct);
    }

    // The server says so in the eighth line, as pg_ctl knows; the first line is its process. A server that was killed leaves its file.
    private protected override Func<bool> LookForStart()
    {
        var before = Status().FirstOrDefault();
        return () => Status() is { Length: >= 8 } now && now[7].StartsWith("ready", StringComparison.Ordinal) && now[0] != before;
    }

    private static async Task<PostgreSqlServer> StartAsync(
        string binaries, PostgreSqlSettings settings, Func<PostgreSqlServer, Task> makeCluster, CancellationToken ct)
    {
        var server = new PostgreSqlServer(binaries, settings, await ServerFolder.CreateAsync(ct));
        try
        {
            await makeCluster(server);
            await server.StartOnFreePortAsync(ct);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    private async Task MakeClusterAsync(CancellationToken ct)
    {
        string[] initdb =
        [
            Path.Combine(_binaries, "initdb"), "-D", DataFolder, "--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C",
            "--no-sync", "--no-instructions",
        ];
        if (await RunAsync(initdb, "TERM", ct) != 0)
        {
            throw new InvalidOperationException($"initdb made no cluster.\n{LogText()}");
        }

        if (_settings.Access is { } access)
        {
            await File.WriteAllTextAsync(Path.Combine(DataFolder, "pg_hba.conf"), access, ct);
        }
    }

    private async Task CopyAsync(int port, CancellationToken ct)
    {
        string[] copy =
        [
            Path.Combine(_binaries, "pg_basebackup"), "-D", DataFolder, "-h", "127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture),
            "-U", "postgres", "--write-recovery-conf", "--checkpoint=fast", "--no-sync",
        ];
        if (await RunAsync(copy, "TERM", ct) != 0)
        {
            throw new InvalidOperationException($"pg_basebackup made no standby.\n{LogText()}");
        }
    }

    private string[] Status()
    {
        try
        {
            return File.ReadAllLines(Path.Combine(DataFolder, "postmaster.pid"));
        }
        catch (FileNotFoundException)
        {
            return [];
        }
    }
}
