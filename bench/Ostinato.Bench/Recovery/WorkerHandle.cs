using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Ostinato.Bench.Measuring;

namespace Ostinato.Bench.Recovery;

/// <summary>A worker process, seen from the one that started it.</summary>
internal sealed class WorkerHandle : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<RunEvent> _events = new();
    private readonly List<double> _delays = [];
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _reading;

    private WorkerHandle(Process process)
    {
        _process = process;
        _reading = ReadAsync();
    }

    public int ProcessId => _process.Id;

    /// <summary>Beginnings and ends of jobs, in order.</summary>
    public IReadOnlyCollection<RunEvent> Events => _events;

    public static async Task<WorkerHandle> StartAsync(Arguments arguments, Scratch scratch)
    {
        var handle = new WorkerHandle(SelfProcess.Start(
            WorkerProcess.Role, "--store", arguments.Store, "--database", scratch.Database,
            "--sessions", arguments.Sessions == PostgreSqlSessions.Avoid ? "avoid" : "use",
            "--concurrency", arguments.Concurrency.ToString(CultureInfo.InvariantCulture)));
        await handle._ready.Task;
        return handle;
    }

    /// <summary>SIGKILL: the process does nothing more, not even say goodbye.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Stops it in good order; answers with the delays that its handlers measured.</summary>
    public async Task<IReadOnlyList<double>> StopAsync()
    {
        _process.StandardInput.Close();
        await _reading;
        await _process.WaitForExitAsync();
        return _delays;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _reading;
        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            Read(line.Split(' '));
        }

        _ready.TrySetException(new InvalidOperationException("A worker process ended before it was ready; see its error output."));
    }

    private void Read(string[] words)
    {
        switch (words)
        {
            case ["R"]:
                _ready.TrySetResult();
                break;
            case ["D", var milliseconds]:
                _delays.Add(double.Parse(milliseconds, CultureInfo.InvariantCulture));
                break;
            case [var what, var job, var at]:
                _events.Enqueue(new RunEvent(
                    what == "B", int.Parse(job, CultureInfo.InvariantCulture), long.Parse(at, CultureInfo.InvariantCulture)));
                break;
        }
    }
}

/// <summary>A handler began or ended in a worker process.</summary>
/// <param name="IsBeginning">Whether it began.</param>
/// <param name="Job">The number of the job.</param>
/// <param name="At">When, on the monotonic clock that all processes of a machine share.</param>
internal readonly record struct RunEvent(bool IsBeginning, int Job, long At);
