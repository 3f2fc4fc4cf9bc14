using System.Diagnostics;
using System.Runtime.InteropServices;
using Ostinato.Chaos.Worker;

namespace Ostinato.Chaos;

/// <summary>A real worker process, and what can be done to it.</summary>
internal sealed partial class WorkerProcess : IDisposable
{
    private const int SigKill = 9;
    private const int SigTerm = 15;
    private const int SigContinue = 18;
    private const int SigStop = 19;

    private readonly Process _process;
    private readonly List<string> _output = [];
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public WorkerProcess(WorkerArguments arguments, int number, string program = "Ostinato.Chaos.Worker")
    {
        Number = number;
        LedgerPath = arguments.Ledger;
        var start = new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, $"{program}.dll"), .. arguments.Line()])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["DOTNET_TieredPGO"] = "0", ["DOTNET_TieredCompilation"] = "1" },
        };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Number { get; }

    public int Id => _process.Id;

    public string LedgerPath { get; }

    /// <summary>Whether the test killed it or paused it past its death, or the machine was so slow that the others took it for dead.</summary>
    public bool WasHurt
    {
        get => field || Output.Contains("was declared dead", StringComparison.Ordinal);
        private set;
    }

    public bool IsPaused { get; private set; }

    public string Output
    {
        get
        {
            lock (_output)
            {
                return string.Join('\n', _output);
            }
        }
    }

    public async Task ReadyAsync(CancellationToken ct)
    {
        var died = DiedAsync(ct);
        await await Task.WhenAny(_ready.Task, died).WaitAsync(TimeSpan.FromSeconds(60), ct);
        died.IsCompleted.ShouldBeFalse($"worker {Number} ended instead of starting\n{Output}");
    }

    public async Task KillAsync(CancellationToken ct)
    {
        WasHurt = true;
        Send(SigKill);
        await _process.WaitForExitAsync(ct);
    }

    /// <summary>Stops all its threads. The signal alone only asks for that: a thread may still take a lock before it obeys.</summary>
    public async Task PauseAsync(CancellationToken ct)
    {
        WasHurt = true;
        IsPaused = true;
        Send(SigStop);
        await Until.TrueAsync(HasStopped, "every thread has stopped", TimeSpan.FromMinutes(2), ct);
    }

    public void Wake()
    {
        IsPaused = false;
        Send(SigContinue);
    }

    public async Task<int> StopAsync(CancellationToken ct)
    {
        Send(SigTerm);
        await _process.WaitForExitAsync(ct);
        return _process.ExitCode;
    }

    /// <summary>Waits until it has died by itself.</summary>
    public Task DiedAsync(CancellationToken ct) => _process.WaitForExitAsync(ct);

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Send(SigKill);
        }

        _process.Dispose();
    }

    // The state follows the name of the command, which stands in parentheses and may hold anything: see proc(5).
    private bool HasStopped() => Directory.EnumerateDirectories($"/proc/{_process.Id}/task")
        .Select(thread => File.ReadAllText(Path.Combine(thread, "stat")))
        .All(stat => stat[(stat.LastIndexOf(')') + 2)..].StartsWith('T'));

    private void Send(int signal)
    {
        if (Kill(_process.Id, signal) != 0)
        {
            throw new InvalidOperationException($"Signal {signal} to process {_process.Id} failed with {Marshal.GetLastPInvokeError()}.");
        }
    }

    private void Note(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_output)
        {
            _output.Add(line);
        }

        if (line == "ready")
        {
            _ready.TrySetResult();
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int processId, int signal);
}
