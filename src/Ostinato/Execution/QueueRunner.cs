using Ostinato.Storage;

namespace Ostinato.Execution;

/// <summary>
/// Runs the jobs of one queue, at most so many at once. A lane is one slot: it runs jobs one after the other and parks when none waits.
/// </summary>
/// <remarks>A handler that ignores its token keeps its lane until it really ends, whatever was reported meanwhile.</remarks>
internal sealed class QueueRunner(string queue, Func<HeldJob, ValueTask> run, Action parked, WorkInHand work)
{
    private readonly Lock _lock = new();
    private readonly Queue<HeldJob> _waiting = new();
    private int _lanes;
    private volatile bool _mayHaveJobs = true;
    private bool _wasRefused;

    public string Queue => queue;

    public AverageDuration Durations { get; } = new();

    /// <summary>Whether a claim may find something: set by signals, cleared when a claim came back short.</summary>
    public bool MayHaveJobs
    {
        get => _mayHaveJobs;
        set => _mayHaveJobs = value;
    }

    public int Running
    {
        get
        {
            lock (_lock)
            {
                return _lanes;
            }
        }
    }

    /// <summary>What to ask of the store now, or null where nothing fits or nothing is to be had.</summary>
    public ClaimRequest? Plan(int concurrency, int maxPrefetch)
    {
        if (!MayHaveJobs)
        {
            return null;
        }

        var prefetch = Prefetch.Target(Durations.Value, Durations.IsKnown, concurrency, maxPrefetch);
        lock (_lock)
        {
            var free = Math.Max(0, concurrency - _lanes - _waiting.Count);
            var limit = concurrency + prefetch - _lanes - _waiting.Count;
            return free > 0 || limit > prefetch / 2 && limit > 0
                ? new ClaimRequest(queue, limit, free, _lanes == 0 && _waiting.Count == 0)
                : null;
        }
    }

    /// <summary>
    /// A claim came back empty while jobs were running: what is there may have to run in a free slot or alone. If the claim's answer was
    /// overtaken by jobs that ended, the next claim looks again at once; else the next free slot does.
    /// </summary>
    public void Refused(in ClaimRequest claim, int concurrency)
    {
        lock (_lock)
        {
            var held = _lanes + _waiting.Count;
            if (held > 0 && concurrency - held <= claim.FreeSlots)
            {
                _wasRefused = true;
                return;
            }

            _mayHaveJobs = true;
        }

        parked();
    }

    public void Start(List<HeldJob> jobs, int concurrency)
    {
        lock (_lock)
        {
            foreach (var job in jobs)
            {
                _waiting.Enqueue(job);
            }

            for (var free = Math.Min(concurrency - _lanes, _waiting.Count); free > 0; free--)
            {
                _lanes++;
                work.Begin();
                ThreadPool.UnsafeQueueUserWorkItem(
                    static lane => _ = lane.Runner.RunLaneAsync(lane.First), (Runner: this, First: _waiting.Dequeue()), preferLocal: false);
            }
        }
    }

    private async Task RunLaneAsync(HeldJob first)
    {
        if (first.TryStart())
        {
            await run(first).ConfigureAwait(false);
        }

        while (TryNext(out var job))
        {
            await run(job).ConfigureAwait(false);
        }

        parked();
        work.End();
    }

    private bool TryNext(out HeldJob job)
    {
        lock (_lock)
        {
            while (_waiting.TryDequeue(out job!))
            {
                if (job.TryStart())
                {
                    return true;
                }
            }

            _lanes--;
            _mayHaveJobs |= _wasRefused;
            _wasRefused = false;
            return false;
        }
    }
}
