using Ostinato.Queues;
using Ostinato.Storage;

namespace Ostinato.Execution;

/// <summary>The runners of all queues: what to claim for them, and which of them runs what was claimed.</summary>
/// <param name="options">What the configuration says.</param>
/// <param name="settings">What operators have set; they rule.</param>
/// <param name="run">Runs a job.</param>
/// <param name="wake">Begins a turn.</param>
/// <param name="work">Counts what is under way.</param>
internal sealed class QueueRunners(
    Func<WorkerOptions> options, KnownQueueSettings settings, Func<HeldJob, ValueTask> run, Action wake, WorkInHand work)
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

    /// <returns>What must not start any more: an operator has shut its queue while the claim was on its way.</returns>
    public List<HeldJob> Start(List<HeldJob> held, List<ClaimRequest> claims)
    {
        var current = options();
        List<HeldJob> refused = [];
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
            var concurrency = Concurrency(current, claim.Queue);
            if (concurrency == 0 && settings.Of(claim.Queue) is not null)
            {
                refused.AddRange(mine);
                continue;
            }

            runner.Start(mine, concurrency);
        }

        return refused;
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

    /// <summary>
    /// Takes out what the runners have in memory beyond what operators let them run: all where this process must not serve a queue.
    /// </summary>
    public IEnumerable<(string Queue, List<HeldJob> Jobs)> TakeForbidden()
    {
        if (!settings.AreAny)
        {
            yield break;
        }

        var current = options();
        foreach (var runner in _runners.Values)
        {
            if (settings.Of(runner.Queue) is not null)
            {
                yield return (runner.Queue, runner.Limit(Concurrency(current, runner.Queue), current.MaxPrefetch));
            }
        }
    }

    private int Concurrency(WorkerOptions current, string queue)
    {
        var configured = current.Queues.TryGetValue(queue, out var named) ? named.Concurrency : 0;
        return settings.AreAny && settings.Of(queue) is { } set
            ? ServingRule.Concurrency(configured, set, Environment.MachineName, Environment.ProcessId, current.Labels)
            : configured;
    }
}
