namespace Ostinato.PostgreSql.Servers;

/// <summary>A server of this process, on a free port of 127.0.0.1. It ends with this process at the latest.</summary>
public abstract class LocalServer : IAsyncDisposable
{
    private const int Attempts = 20;

    private readonly string _lastSignal;
    private readonly string _portIsTaken;
    private GuardedProcess? _process;

    /// <param name="folder">Where it works.</param>
    /// <param name="lastSignal">What ends it at once.</param>
    /// <param name="portIsTaken">What it logs when another has its port.</param>
    private protected LocalServer(ServerFolder folder, string lastSignal, string portIsTaken)
    {
        Folder = folder;
        _lastSignal = lastSignal;
        _portIsTaken = portIsTaken;
    }

    /// <summary>The port on 127.0.0.1. A restart does not change it.</summary>
    public int Port { get; private set; }

    private protected ServerFolder Folder { get; }

    private protected abstract IEnumerable<string> Command { get; }

    /// <summary>What it has logged since it was made.</summary>
    public string LogText() => Folder.LogText();

    /// <summary>Stops it at once and deletes its data.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_process is { } process)
        {
            await process.AbandonAsync();
            process.Dispose();
            _process = null;
        }

        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Makes the look that tells, after the start that follows, that the server is up.</summary>
    private protected abstract Func<bool> LookForStart();

    // Another process may take the port between the look and the start.
    private protected async Task StartOnFreePortAsync(CancellationToken ct)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            Port = FreePort.Pick();
            if (await TryStartAsync(ct))
            {
                return;
            }

            if (!LogText().Contains(_portIsTaken, StringComparison.Ordinal))
            {
                break;
            }
        }

        throw Failure();
    }

    private protected async Task StartOnSamePortAsync(CancellationToken ct)
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

    /// <summary>Runs a program in its folder that ends by itself, and returns how it ended.</summary>
    private protected async Task<int> RunAsync(IEnumerable<string> command, string lastSignal, CancellationToken ct)
    {
        _process = new GuardedProcess(Folder, lastSignal, command);
        var code = await _process.ExitCodeAsync(ct);
        await StopAsync(lastSignal, ct);
        return code;
    }

    private protected async Task StopAsync(string signal, CancellationToken ct)
    {
        if (_process is not { } process)
        {
            return;
        }

        await process.EndAsync(signal, ct);
        process.Dispose();
        _process = null;
    }

    private async Task<bool> TryStartAsync(CancellationToken ct)
    {
        var isUp = LookForStart();
        _process = new GuardedProcess(Folder, _lastSignal, Command);
        if (await _process.BecomesAsync(isUp, ct))
        {
            return true;
        }

        await StopAsync(_lastSignal, ct);
        return false;
    }

    private InvalidOperationException Failure() => new($"The server did not start on port {Port}.\n{LogText()}");
}
