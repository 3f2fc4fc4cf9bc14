using System.Globalization;
using Npgsql;

namespace Ostinato.PostgreSql.Servers;

/// <summary>A PostgreSQL server of its own, on a free port of this machine. It ends with this process at the latest.</summary>
public sealed class PostgreSqlServer : IAsyncDisposable
{
    private const string ImmediateSignal = "QUIT";
    private const string FastSignal = "INT";
    private const int Attempts = 20;

    private readonly string _binaries;
    private readonly PostgreSqlSettings _settings;
    private readonly ServerFolder _folder;
    private GuardedProcess? _process;

    private PostgreSqlServer(string binaries, PostgreSqlSettings settings, ServerFolder folder)
    {
        _binaries = binaries;
        _settings = settings;
        _folder = folder;
    }

    /// <summary>The port on 127.0.0.1. A restart does not change it.</summary>
    public int Port { get; private set; }

    /// <summary>The postmaster.</summary>
    public int ProcessId => Status() is [var id, ..]
        ? int.Parse(id, CultureInfo.InvariantCulture)
        : throw new InvalidOperationException("The server does not run.");

    private string DataFolder => _folder.PathOf("data");

    /// <summary>Makes a new cluster and starts its server.</summary>
    public static async Task<PostgreSqlServer> StartAsync(
        PostgreSqlVersion version, PostgreSqlSettings? settings = null, CancellationToken ct = default)
    {
        var binaries = PostgreSqlBinaries.Folder(version);
        var server = new PostgreSqlServer(binaries, settings ?? new(), await ServerFolder.CreateAsync(ct));
        try
        {
            await server.MakeClusterAsync(ct);
            await server.StartOnFreePortAsync(ct);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>How the superuser connects.</summary>
    public string ConnectionString(string database = "postgres") => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = Port,
        Username = "postgres",
        Database = database,
    }.ConnectionString;

    /// <summary>What the server has logged since the cluster was made.</summary>
    public string LogText() => _folder.LogText();

    /// <summary>Ends the server. Its data stay.</summary>
    public async Task StopAsync(StopMode mode, CancellationToken ct = default)
    {
        if (_process is not { } process)
        {
            return;
        }

        await process.EndAsync(mode == StopMode.Fast ? FastSignal : ImmediateSignal, ct);
        process.Dispose();
        _process = null;
    }

    /// <summary>Starts a stopped server on the same port with the same data.</summary>
    public async Task StartAgainAsync(CancellationToken ct = default)
    {
        if (_process is not null)
        {
            throw new InvalidOperationException("The server has not been stopped.");
        }

        if (!await TryStartAsync(ct))
        {
            throw Failure();
        }
    }

    /// <summary>Stops the server and starts it again.</summary>
    public async Task RestartAsync(StopMode mode, CancellationToken ct = default)
    {
        await StopAsync(mode, ct);
        await StartAgainAsync(ct);
    }

    /// <summary>Stops the server at once and deletes its data.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(StopMode.Immediate);
        _folder.Dispose();
    }

    private Task<string> MakeClusterAsync(CancellationToken ct) => ServerUser.RunAsync(_folder.Location,
        [
            Path.Combine(_binaries, "initdb"), "-D", DataFolder, "--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C",
            "--no-sync", "--no-instructions",
        ], ct);

    // Another process may take the port between the look and the start.
    private async Task StartOnFreePortAsync(CancellationToken ct)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            Port = FreePort.Pick();
            if (await TryStartAsync(ct))
            {
                return;
            }

            if (!LogText().Contains("could not bind", StringComparison.Ordinal))
            {
                break;
            }
        }

        throw Failure();
    }

    private async Task<bool> TryStartAsync(CancellationToken ct)
    {
        var before = Status();
        _process = new GuardedProcess(_folder, ImmediateSignal,
        [
            Path.Combine(_binaries, "postgres"), "-D", DataFolder, "-p", Port.ToString(CultureInfo.InvariantCulture),
            "-c", "listen_addresses=127.0.0.1", "-c", $"unix_socket_directories={_folder.Location}", .. _settings.Arguments(),
        ]);
        if (await _process.BecomesAsync(() => IsReady(before), ct))
        {
            return true;
        }

        await StopAsync(StopMode.Immediate, ct);
        return false;
    }

    // The server says so in the eighth line, as pg_ctl knows; the first line is its process. A server that was killed leaves its file.
    private bool IsReady(string[] before) => Status() is { Length: >= 8 } now
        && now[7].StartsWith("ready", StringComparison.Ordinal)
        && now[0] != before.FirstOrDefault();

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

    private InvalidOperationException Failure() => new($"PostgreSQL did not start on port {Port}.\n{LogText()}");
}
