using Microsoft.Extensions.Logging;
using Ostinato.Telemetry;

namespace Ostinato.Processes;

/// <summary>
/// Does something again and again. It never dies: a failure is logged once per change of state and the next round comes in its time.
/// </summary>
internal sealed class BackgroundLoop(
    string name, TimeSpan interval, TimeProvider time, Func<CancellationToken, Task> round, WorkerPulse pulse, ILogger logger)
{
    private bool _failing;

    public async Task RunAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(interval, time);
        pulse.LoopTurned(name, interval);
        while (await NextAsync(timer, ct).ConfigureAwait(false))
        {
            await RoundAsync(ct).ConfigureAwait(false);
            pulse.LoopTurned(name, interval);
        }
    }

    private static async ValueTask<bool> NextAsync(PeriodicTimer timer, CancellationToken ct)
    {
        try
        {
            return await timer.WaitForNextTickAsync(ct).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task RoundAsync(CancellationToken ct)
    {
        try
        {
            await round(ct).ConfigureAwait(false);
            if (_failing)
            {
                ProcessLog.LoopRecovered(logger, name);
            }

            _failing = false;
        }
        catch (Exception error) when (!ct.IsCancellationRequested)
        {
            if (!_failing)
            {
                ProcessLog.LoopFailed(logger, name, interval, error);
            }

            _failing = true;
            pulse.LoopFailed(name, error);
        }
        catch (OperationCanceledException)
        {
            // Stopping: the next wait answers false.
            _failing = false;
        }
    }
}
