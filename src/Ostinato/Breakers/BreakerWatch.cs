using Microsoft.Extensions.Logging;
using Ostinato.Execution;
using Ostinato.Storage;

namespace Ostinato.Breakers;

/// <summary>
/// Tells the fleet what this process sees of kinds with a breaker, and learns what the fleet knows: once a second, and whenever a probe has
/// ended. There is no leader; of those who write at the same time one succeeds, and the others look again.
/// </summary>
internal sealed class BreakerWatch(IBreakerStore store, Storms storms, Jitter jitter, ILogger logger)
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public async Task RoundAsync(CancellationToken ct)
    {
        var look = await store.LookAsync(ct).ConfigureAwait(false);
        foreach (var kind in storms.Breakers.Values)
        {
            var (stored, before) = Find(look, kind.Kind);
            var report = kind.Take(look.Now);
            var after = BreakerRule.Next(before, report, kind.Options, look.Now);
            if (after == before || await TryWriteAsync(stored, after, ct).ConfigureAwait(false))
            {
                kind.See(after, look.Now);
                Tell(kind, before, after);
            }
            else
            {
                kind.PutBack(report);
                kind.See(before, look.Now);
            }
        }
    }

    /// <summary>How long a job must be put back, or null: it runs, perhaps as a probe.</summary>
    public async ValueTask<TimeSpan?> HoldBackAsync(KindBreaker kind, HeldJob held)
    {
        if (kind.Seen.IsHeldAt(kind.StoreNow()))
        {
            return Wait(kind);
        }

        // Where another job of this process asks already, this one need not.
        if (!kind.TryAsk())
        {
            return Wait(kind);
        }

        try
        {
            return await TryProbeAsync(kind, held).ConfigureAwait(false) ? null : Wait(kind);
        }
        catch (Exception error)
        {
            // The dispatcher deals with a store that does not answer; this job must only not run.
            BreakersLog.ProbeRefused(logger, kind.Kind, held.Job.Id, error);
            return Wait(kind);
        }
        finally
        {
            kind.HasAsked();
        }
    }

    private async ValueTask<bool> TryProbeAsync(KindBreaker kind, HeldJob held)
    {
        var look = await store.LookAsync(CancellationToken.None).ConfigureAwait(false);
        var (stored, breaker) = Find(look, kind.Kind);
        kind.See(breaker, look.Now);
        if (breaker.State == BreakerState.Closed)
        {
            return true;
        }

        var probing = BreakerRule.TryProbe(breaker, held.Job.Id.ToString(), kind.Options, look.Now);
        if (probing is null || !await TryWriteAsync(stored, probing, CancellationToken.None).ConfigureAwait(false))
        {
            return false;
        }

        kind.See(probing, look.Now);
        kind.BeginProbe(held);
        BreakersLog.HalfOpen(logger, kind.Kind, held.Job.Id);
        return true;
    }

    private TimeSpan Wait(KindBreaker kind) => BreakerRule.Wait(kind.Seen, kind.Options, kind.StoreNow(), jitter.Next());

    private async ValueTask<bool> TryWriteAsync(StoredBreaker stored, Breaker breaker, CancellationToken ct) =>
        await store.WriteAsync(stored with { State = BreakerText.Write(breaker) }, ct).ConfigureAwait(false);

    private static (StoredBreaker Stored, Breaker Breaker) Find(BreakerLook look, string kind)
    {
        var stored = look.Breakers.FirstOrDefault(one => one.Kind == kind) ?? new StoredBreaker(kind, default, Revision: 0);
        return (stored, stored.Revision == 0 ? Breaker.Healthy : BreakerText.Read(stored.State));
    }

    // Whoever writes a change tells of it: once in the fleet.
    private void Tell(KindBreaker kind, Breaker before, Breaker after)
    {
        if (after.State == BreakerState.Open && before.State == BreakerState.Closed)
        {
            BreakersLog.Opened(logger, kind.Kind, after.Until, kind.Options.Failures, kind.Options.Within, after.Reason);
        }
        else if (after.State == BreakerState.Open && before.State == BreakerState.HalfOpen)
        {
            BreakersLog.OpenedAgain(logger, kind.Kind, after.Until, after.Reason);
        }
        else if (after.State == BreakerState.Closed && before.State == BreakerState.HalfOpen)
        {
            BreakersLog.Closed(logger, kind.Kind);
        }
    }
}
