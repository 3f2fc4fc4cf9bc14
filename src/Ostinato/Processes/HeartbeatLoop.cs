using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Ostinato.Observing;
using Ostinato.Storage;
using Ostinato.Telemetry;

namespace Ostinato.Processes;

/// <summary>Shows life, looks at the others, and reaps those that died.</summary>
internal sealed class HeartbeatLoop(
    IProcessRegistry registry, Membership membership, WorkerOptions options, Instruments instruments, Finals finals, ILogger logger,
    Action<ProcessIdentity> lostLease, Action<string?> settingsTold)
{
    private readonly ProcessWatch _watch = new(options.MissedBeats);
    private readonly ConcurrentQueue<ProcessBeat> _gone = new();

    /// <summary>Hears with every beat how many processes are registered.</summary>
    public Action<int> SawProcesses { get; init; } = _ => { };

    /// <summary>Hears of what became of the jobs of each process that died.</summary>
    public Func<ReapedJobs, CancellationToken, Task> HasReaped { get; init; } = static (_, _) => Task.CompletedTask;

    /// <summary>The store sees that a process is gone. What follows is done with the next beat. Called from any thread.</summary>
    public void Hear(ProcessBeat gone) => _gone.Enqueue(gone);

    public async Task BeatAsync(CancellationToken ct)
    {
        if (membership.Identity is not { } self)
        {
            return;
        }

        var heartbeat = await registry.BeatAsync(self, ct).ConfigureAwait(false);
        if (!heartbeat.StillStands)
        {
            lostLease(self);
            return;
        }

        SawProcesses(heartbeat.Beats.Count);
        settingsTold(heartbeat.QueueSettings);
        foreach (var process in Gone() is { Count: > 0 } gone ? gone : _watch.Observe(heartbeat.Beats, self))
        {
            await ReapAsync(process, ct).ConfigureAwait(false);
        }
    }

    // A round that came early for them is no look at the others: looks are counted, and must lie an interval apart.
    private List<ProcessBeat> Gone()
    {
        var gone = new List<ProcessBeat>();
        while (_gone.TryDequeue(out var process))
        {
            gone.Add(process);
        }

        return gone;
    }

    private async Task ReapAsync(ProcessBeat dead, CancellationToken ct)
    {
        if (await registry.ReapAsync(dead, options.PoisonAfter, ct).ConfigureAwait(false) is { } reaped)
        {
            instruments.Reaped(reaped);
            foreach (var job in reaped.Ended)
            {
                finals.Tell(job, EndCause.Death);
            }

            ProcessLog.Reaped(logger, dead.Process, reaped.Returned, reaped.Poisoned, reaped.Cancelled);
            await HasReaped(reaped, ct).ConfigureAwait(false);
        }
    }
}
