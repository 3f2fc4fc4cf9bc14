using Ostinato.Execution;

namespace Ostinato.Testing;

/// <summary>Waits until nothing moves in the engine but time.</summary>
internal sealed class Stillness(WorkInHand work, RunningAttempts running)
{
    private const int Spins = 200;
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(1);

    /// <summary>How long, in real time, something may be under way without any visible step before it counts as waiting.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromMilliseconds(250);

    private bool IsReached => work.Count - running.Waiting <= 0;

    public async ValueTask WaitAsync(CancellationToken ct)
    {
        if (running.TakeTicked())
        {
            await Task.Delay(Glance, TimeProvider.System, ct).ConfigureAwait(false);
        }

        if (!Spin())
        {
            await LookAsync(ct).ConfigureAwait(false);
        }
    }

    private bool Spin()
    {
        var spin = default(SpinWait);
        while (!IsReached && spin.Count < Spins)
        {
            spin.SpinOnce(sleep1Threshold: -1);
        }

        return IsReached;
    }

    private async Task LookAsync(CancellationToken ct)
    {
        var seen = (work.Count, running.Version);
        var since = TimeProvider.System.GetTimestamp();
        while (!IsReached)
        {
            await Task.Delay(Glance, TimeProvider.System, ct).ConfigureAwait(false);
            var now = (work.Count, running.Version);
            if (now != seen)
            {
                (seen, since) = (now, TimeProvider.System.GetTimestamp());
            }
            else if (TimeProvider.System.GetElapsedTime(since) >= Patience)
            {
                running.CallBlocked();
                return;
            }
        }
    }
}
