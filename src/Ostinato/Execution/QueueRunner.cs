using Ostinato.Storage;

namespace Ostinato.Execution;

/// <summary>
/// Runs the jobs of one queue, at most so many at once. A lane is one slot: it runs jobs one after the other and parks when none waits.
/// </summary>
/// <remarks>A handler that ignores its token keeps its lane until it really ends, whatever was reported meanwhile.</remarks>
internal sealed class QueueRunner(string queue, Func<HeldJob, ValueTask> run, Action wake, WorkInHand work)
{
    private readonly Lock _lock = new();
    private readonly Queue<HeldJob> _waiting = new();
    private int _lanes;
    private int _concurrency;
    private long _ended;
    private long _endedBefore;
    private bool _wasFull;
    private bool _isStalled;
    private volatile bool _mayHaveJobs = true;
    private int _suspects;

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

    /// <summary>How many jobs a claim would ask for, if there were any.</summary>
    public int Room(int concurrency, int maxPrefetch)
    {
        lock (_lock)
        {
            return Math.Max(0, concurrency - _lanes - _waiting.Count + PrefetchTarget(concurrency, maxPrefetch));
        }
    }

    /// <summary>What to ask of the store now, or null where nothing fits or nothing is to be had.</summary>
    public ClaimRequest? Plan(int concurrency, int maxPrefetch)
    {
        lock (_lock)
        {
            StartLanes(concurrency);
            var prefetch = PrefetchTarget(concurrency, maxPrefetch);
            var free = concurrency - _lanes - _waiting.Count;
            var limit = free + prefetch;
            if (!_mayHaveJobs || (free <= 0 && (limit <= 0 || limit <= prefetch / 2)))
            {
                return null;
            }

            // Cleared before the trip: a signal that arrives during it must not be lost.
            _mayHaveJobs = false;
            return new ClaimRequest(queue, limit, _suspects > 0);
        }
    }

    /// <summary>
    /// Takes out what waits in memory beyond what would be fetched now: jobs take longer than they did, or the same ones fill all slots as
    /// at the last call. Others can run it sooner.
    /// </summary>
    public List<HeldJob> TakeExcess(int maxPrefetch)
    {
        lock (_lock)
        {
            var isFull = _lanes >= _concurrency;
            _isStalled = isFull && _wasFull && _ended == _endedBefore;
            (_wasFull, _endedBefore) = (isFull, _ended);
            var keep = PrefetchTarget(_concurrency, maxPrefetch);
            return _waiting.Count <= keep * 2 ? [] : TakeBeyond(keep);
        }
    }

    /// <summary>
    /// Obeys a limit at once: takes out what waits in memory beyond what would be fetched ahead under it, all where it is 0. What runs goes
    /// on.
    /// </summary>
    public List<HeldJob> Limit(int concurrency, int maxPrefetch)
    {
        lock (_lock)
        {
            _concurrency = concurrency;
            var keep = concurrency == 0 ? 0 : Math.Max(0, concurrency - _lanes) + PrefetchTarget(concurrency, maxPrefetch);
            return _waiting.Count <= keep ? [] : TakeBeyond(keep);
        }
    }

    public void Start(List<HeldJob> jobs, int concurrency)
    {
        lock (_lock)
        {
            foreach (var job in jobs)
            {
                _waiting.Enqueue(job);
                _suspects += IsSuspect(job) ? 1 : 0;
            }

            StartLanes(concurrency);
        }
    }

    private List<HeldJob> TakeBeyond(int keep)
    {
        var jobs = _waiting.ToList();
        var excess = jobs[keep..];
        _waiting.Clear();
        jobs[..keep].ForEach(_waiting.Enqueue);
        _suspects -= excess.Count(IsSuspect);
        return excess;
    }

    private void StartLanes(int concurrency)
    {
        // A queue that is served no more still runs what it has in memory.
        _concurrency = Math.Max(1, concurrency);
        for (var free = Math.Min(_concurrency - _lanes, _waiting.Count); free > 0; free--)
        {
            _lanes++;
            work.Begin();
            ThreadPool.UnsafeQueueUserWorkItem(
                static lane => _ = lane.Runner.RunLaneAsync(lane.First), (Runner: this, First: _waiting.Dequeue()), preferLocal: false);
        }
    }

    private int PrefetchTarget(int concurrency, int max) =>
        _isStalled ? 0 : Prefetch.Target(Durations.Value, Durations.IsKnown, concurrency, max);

    private async Task RunLaneAsync(HeldJob first)
    {
        for (var job = first; job is not null; job = Next())
        {
            if (job.TryStart())
            {
                await run(job).ConfigureAwait(false);
            }

            Ended(job);
        }

        wake();
        work.End();
    }

    private HeldJob? Next()
    {
        lock (_lock)
        {
            _ended++;
            _isStalled = false;
            if (_lanes <= _concurrency && _waiting.TryDequeue(out var job))
            {
                return job;
            }

            _lanes--;
            return null;
        }
    }

    private void Ended(HeldJob job)
    {
        if (!IsSuspect(job))
        {
            return;
        }

        lock (_lock)
        {
            // Another suspect may have been kept back for this one.
            _suspects--;
            _mayHaveJobs = true;
        }

        wake();
    }

    private static bool IsSuspect(HeldJob job) => ClaimRule.IsSuspect(job.Job.Crashes);
}
