using Microsoft.Extensions.Logging;
using Ostinato.Telemetry;

namespace Ostinato.Execution;

/// <summary>What the loop does while the store does not answer: it waits longer each time, degrades health, logs once per change.</summary>
internal sealed class StoreTrouble(WorkerPulse pulse, WorkInHand work, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private int _failures;

    public void Over()
    {
        pulse.StoreAnswered();
        if (_failures > 0)
        {
            ExecutionLog.StoreBack(logger, _failures);
        }

        _failures = 0;
    }

    /// <param name="error">What the store answered with.</param>
    /// <param name="outcomes">How many outcomes wait in memory.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task WaitAsync(Exception error, int outcomes, CancellationToken ct)
    {
        var wait = TimeSpan.FromMilliseconds(Math.Min(LongestWait.TotalMilliseconds, 50 * Math.Pow(2, Math.Min(++_failures, 10))));
        pulse.StoreFailed(error);
        if (_failures == 1)
        {
            ExecutionLog.StoreLost(logger, outcomes, wait, error);
        }

        // Only time can end this wait, so it is no work in hand once its timer stands.
        var delay = Task.Delay(wait, time, ct);
        work.End();
        await delay.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        work.Begin();
    }
}
