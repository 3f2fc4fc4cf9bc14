using Microsoft.Extensions.Logging;
using Ostinato.Execution;
using Ostinato.Telemetry;

namespace Ostinato.Processes;

/// <summary>
/// Does something again and again. It never dies: a failure is logged once per change of state and the next round comes in its time.
/// </summary>
internal sealed class BackgroundLoop(
    string name, TimeSpan interval, TimeProvider time, Func<CancellationToken, Task> round, WorkInHand work, WorkerPulse pulse,
    ILogger logger)
{
    private readonly AsyncSignal _tick = new(work);
    private bool _failing;

    public string Name => name;

    public async Task RunAsync(CancellationToken ct)
    {
        using var stop = ct.UnsafeRegister(static self => ((BackgroundLoop)self!)._tick.Complete(), this);
        using var timer = time.CreateTimer(static self => ((BackgroundLoop)self!)._tick.Set(), this, interval, interval);
        pulse.LoopTurned(name, interval);
        while (await _tick.WaitAsync().ConfigureAwait(false))
        {
            await RoundAsync(ct).ConfigureAwait(false);
            pulse.LoopTurned(name, interval);
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
