namespace Ostinato.Tests;

/// <summary>Which engine of a test a handler runs in.</summary>
internal sealed record EngineName(string Value);

/// <summary>One run of a handler.</summary>
internal sealed record Run(string Key, JobContext Context, EngineName Engine, CancellationToken Token)
{
    public int Attempt => Context.Attempt;

    public StopReason StopReason => Context.StopReason;

    public bool HasEnded { get; set; }
}

/// <summary>The oracle: what handlers did, told by themselves. It also holds the gates at which they wait.</summary>
internal sealed class Recorder
{
    private readonly Lock _lock = new();
    private readonly List<Run> _runs = [];
    private readonly List<Run> _parked = [];
    private readonly Dictionary<string, TaskCompletionSource> _gates = [];
    private bool _allOpen;

    public IReadOnlyList<Run> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _runs];
            }
        }
    }

    /// <summary>How many handlers ran at once at the most.</summary>
    public int MostAtOnce { get; private set; }

    public int RunningNow
    {
        get
        {
            lock (_lock)
            {
                return _runs.Count(run => !run.HasEnded);
            }
        }
    }

    public IReadOnlyList<Run> RunsOf(string key) => [.. All.Where(run => run.Key == key)];

    public int ParkedIn(EngineName engine)
    {
        lock (_lock)
        {
            return _parked.Count(run => run.Engine == engine);
        }
    }

    public async Task<Run> StartedAsync(string key, int times = 1)
    {
        await Eventually.TrueAsync(
            () => RunsOf(key).Count >= times, $"'{key}' has started {times} times", () => $"Runs: {string.Join(", ", All)}");
        return RunsOf(key)[times - 1];
    }

    /// <summary>Lets every run with this key through, now and later. From here on they do not wait any more.</summary>
    public void Open(string key)
    {
        lock (_lock)
        {
            _parked.RemoveAll(run => run.Key == key);
        }

        Gate(key).TrySetResult();
    }

    public void OpenAll()
    {
        lock (_lock)
        {
            _allOpen = true;
            _parked.Clear();
            foreach (var gate in _gates.Values)
            {
                gate.TrySetResult();
            }
        }
    }

    public Run Begin(string key, JobContext context, EngineName engine, CancellationToken ct)
    {
        var run = new Run(key, context, engine, ct);
        lock (_lock)
        {
            _runs.Add(run);
            MostAtOnce = Math.Max(MostAtOnce, _runs.Count(one => !one.HasEnded));
        }

        return run;
    }

    public void End(Run run)
    {
        lock (_lock)
        {
            run.HasEnded = true;
        }
    }

    public async Task ParkAsync(Run run, CancellationToken ct)
    {
        Park(run, true);
        try
        {
            await Gate(run.Key).Task.WaitAsync(ct);
        }
        finally
        {
            Park(run, false);
        }
    }

    /// <summary>Holds the thread, as a handler does that knows nothing of tasks.</summary>
    public void Block(Run run)
    {
        Park(run, true);
        Gate(run.Key).Task.Wait(CancellationToken.None);
        Park(run, false);
    }

    private void Park(Run run, bool parks)
    {
        lock (_lock)
        {
            if (parks)
            {
                _parked.Add(run);
            }
            else
            {
                _parked.Remove(run);
            }
        }
    }

    private TaskCompletionSource Gate(string key)
    {
        lock (_lock)
        {
            if (!_gates.TryGetValue(key, out var gate))
            {
                _gates.Add(key, gate = new(TaskCreationOptions.RunContinuationsAsynchronously));
            }

            if (_allOpen)
            {
                gate.TrySetResult();
            }

            return gate;
        }
    }
}
