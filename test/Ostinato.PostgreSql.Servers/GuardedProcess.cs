using System.Diagnostics;

namespace Ostinato.PostgreSql.Servers;

/// <summary>A server that does not outlive this process, however this process ends.</summary>
/// <remarks>
/// A shell in a session of its own starts the server and reads the names of signals for it from a pipe. The system closes the pipe when
/// this process is gone, even if it was killed; then the shell stops the server and deletes its folder.
/// </remarks>
internal sealed class GuardedProcess : IDisposable
{
    private const string Script = """
        folder=$1; last=$2; shift 2
        exec 3<&0 </dev/null >>"$folder/log" 2>&1
        "$@" 3<&- &
        server=$!
        {
            while read -r signal <&3; do kill -s "$signal" "$server"; done
            : >"$folder/abandoned"
            kill -s "$last" "$server"
        } &
        reader=$!
        wait "$server"
        code=$?
        { kill "$reader"; wait "$reader"; } 2>/dev/null
        if [ -e "$folder/abandoned" ]; then
            # Children of a program that was killed may still write.
            until rm -rf "$folder"; do sleep 0.1; done
        fi
        exit "$code"
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly ServerFolder _folder;

    /// <param name="folder">Where the server works and writes its log.</param>
    /// <param name="lastSignal">What ends the server at once.</param>
    /// <param name="command">The server.</param>
    public GuardedProcess(ServerFolder folder, string lastSignal, params IEnumerable<string> command)
    {
        _folder = folder;
        var line = ServerUser.CommandLine(["/bin/sh", "-c", Script, "guard", folder.Location, lastSignal, .. command]);
        _process = Process.Start(new ProcessStartInfo("setsid", line)
        {
            WorkingDirectory = folder.Location,
            RedirectStandardInput = true,
        })!;
        _process.StandardInput.AutoFlush = true;
    }

    public bool HasExited => _process.HasExited;

    /// <summary>Waits until the server is up.</summary>
    /// <returns>False where it ended instead.</returns>
    public async Task<bool> BecomesAsync(Func<bool> ready, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        var startedAt = TimeProvider.System.GetTimestamp();
        while (!ready())
        {
            if (HasExited)
            {
                return false;
            }

            if (TimeProvider.System.GetElapsedTime(startedAt) > Patience)
            {
                throw new TimeoutException($"The server was not up within {Patience}.\n{_folder.LogText()}");
            }

            await timer.WaitForNextTickAsync(ct);
        }

        return true;
    }

    /// <summary>Sends the server a signal that ends it, and waits until it has ended.</summary>
    public async Task EndAsync(string signal, CancellationToken ct)
    {
        if (!HasExited)
        {
            await WriteAsync(signal);
        }

        await ExitCodeAsync(ct);
    }

    /// <summary>Ends the server as the end of this process would: its folder is gone as well.</summary>
    public async Task AbandonAsync()
    {
        _process.StandardInput.Close();
        await ExitCodeAsync(CancellationToken.None);
    }

    /// <summary>Waits until the server has ended by itself.</summary>
    public async Task<int> ExitCodeAsync(CancellationToken ct)
    {
        await _process.WaitForExitAsync(ct).WaitAsync(Patience, TimeProvider.System, ct);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.Dispose();
    }

    private async Task WriteAsync(string signal)
    {
        try
        {
            await _process.StandardInput.WriteLineAsync(signal);
        }
        catch (IOException)
        {
            // It has ended meanwhile.
        }
    }
}
