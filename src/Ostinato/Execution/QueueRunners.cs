using Ostinato.Storage;

namespace Ostinato.Execution;

/// <summary>The runners of all queues: what to claim for them, and which of them runs what was claimed.</summary>
internal sealed class QueueRunners(Func<WorkerOptions> options, Func<HeldJob, ValueTask> run, Action wake, WorkInHand work)
{
    private readonly Dictionary<string, QueueRunner> _runners = options().Queues.Keys.ToDictionary(
        queue => queue, queue => new QueueRunner(queue, run, wake, work), StringComparer.Ordinal);

    public IEnumerable<string> Queues => _runners.Keys;

    public int Running => _runners.Values.Sum(runner => runner.Running);

    /// <summary>A claim may find something there.</summary>
    /// <returns>Whether this process serves the queue.</returns>
    public bool Look(string queue)
    {
        if (!_runners.TryGetValue(queue, out var runner))
        {
            return false;
        }

        runner.MayHaveJobs = true;
        return true;
    }

    public void LookEverywhere()
    {
        foreach (var runner in _runners.Values)
        {
            runner.MayHaveJobs = true;
        }
    }

    /// <summary>The queues for which more jobs fit, and how many.</summary>
    public Dictionary<string, int> Room()
    {
        var current = options();
        return _runners.Values
            .Select(runner => (runner.Queue, Room: runner.Room(Concurrency(current, runner.Queue), current.MaxPrefetch)))
            .Where(one => one.Room > 0)
            .ToDictionary(one => one.Queue, one => one.Room, StringComparer.Ordinal);
    }

    /// <summary>What fits now, where there may be something to claim.</summary>
    public List<ClaimRequest> Plan()
    {
        var current = options();
        var claims = new List<ClaimRequest>(_runners.Count);
        foreach (var runner in _runners.Values)
        {
            if (runner.Plan(Concurrency(current, runner.Queue), current.MaxPrefetch) is { } claim)
            {
                claims.Add(claim);
            }
        }

        return claims;
    }

    public void Start(List<HeldJob> held, List<ClaimRequest> claims)
    {
        var current = options();
        foreach (var claim in claims)
        {
            var runner = _runners[claim.Queue];
            var mine = claims.Count == 1 ? held : held.FindAll(job => job.Job.Queue == claim.Queue);
            if (mine.Count == 0)
            {
                continue;
            }

            // Something was there, so there may be more. A claim that finds nothing clears the flag.
            runner.MayHaveJobs = true;
            runner.Start(mine, Concurrency(current, claim.Queue));
        }
    }

    /// <summary>Starts one job by itself.</summary>
    public void Start(HeldJob held) => _runners[held.Job.Queue].Start([held], Concurrency(options(), held.Job.Queue));

    /// <summary>Learns how long jobs of a queue take.</summary>
    public void Took(string queue, TimeSpan duration)
    {
        if (duration > TimeSpan.Zero && _runners.TryGetValue(queue, out var runner))
        {
            runner.Durations.Add(duration);
        }
    }

    /// <summary>Takes out what each runner has in memory beyond what would be fetched now.</summary>
    public IEnumerable<(string Queue, List<HeldJob> Jobs)> TakeExcess()
    {
        var most = options().MaxPrefetch;
        foreach (var runner in _runners.Values)
        {
            yield return (runner.Queue, runner.TakeExcess(most));
        }
    }

    private static int Concurrency(WorkerOptions options, string queue) =>
        options.Queues.TryGetValue(queue, out var configured) ? configured.Concurrency : 0;
}
