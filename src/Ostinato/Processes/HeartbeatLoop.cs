using Microsoft.Extensions.Logging;
using Ostinato.Storage;
using Ostinato.Telemetry;

namespace Ostinato.Processes;

/// <summary>Shows life, looks at the others, and reaps those that died.</summary>
internal sealed class HeartbeatLoop(
    IProcessRegistry registry, Membership membership, WorkerOptions options, Instruments instruments, ILogger logger,
    Action<ProcessIdentity> lostLease)
{
    private readonly ProcessWatch _watch = new(options.MissedBeats);

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

        foreach (var dead in _watch.Observe(heartbeat.Beats, self))
        {
            if (await registry.ReapAsync(dead, options.PoisonAfter, ct).ConfigureAwait(false) is { } reaped)
            {
                instruments.Reaped(reaped);
                ProcessLog.Reaped(logger, dead.Process, reaped.Returned, reaped.Poisoned, reaped.Cancelled);
            }
        }
    }
}
