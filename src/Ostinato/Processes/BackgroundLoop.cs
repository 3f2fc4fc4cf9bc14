using Microsoft.Extensions.Logging;
using Ostinato.Execution;
using Ostinato.Telemetry;

namespace Ostinato.Processes;

/// <summary>
/// Does something again and again. It never dies: a failure is logged once per change of state, and the next round comes in its time, or
/// soon where that is long.
/// </summary>
/// <remarks>The interval runs from the end of a round to the start of the next: one that was held up is not followed by a burst.</remarks>
internal sealed class BackgroundLoop(
    string name, TimeSpan interval, TimeProvider time, Func<CancellationToken, Task> round, WorkInHand work, WorkerPulse pulse,
    ILogger logger)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    private readonly AsyncSignal _tick = new(work);
    private readonly TimeSpan _afterFailure = interval < Soon ? interval : Soon;
    private readonly LoopHealth _health = new(name, interval < Soon ? interval : Soon, pulse, logger);

    public string Name => name;

    /// <summary>How long until the next one, where that is less than the interval.</summary>
    public Func<TimeSpan>? Pause { get; init; }

    /// <summary>Begins the next round at once. Called from any thread.</summary>
    public void Hurry() => _tick.Set();

    public async Task RunAsync(CancellationToken ct)
    {
        using var stop = ct.UnsafeRegister(static self => ((BackgroundLoop)self!)._tick.Complete(), this);
        using var timer = time.CreateTimer(
            static self => ((BackgroundLoop)self!)._tick.Set(), this, Next(), Timeout.InfiniteTimeSpan);
        pulse.LoopTurned(name, interval);
        while (await _tick.WaitAsync().ConfigureAwait(false))
        {
            var wait = await RoundAsync(ct).ConfigureAwait(false);
            pulse.LoopTurned(name, interval);
            timer.Change(wait, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Says how long to wait for the next one.</summary>
    private async Task<TimeSpan> RoundAsync(CancellationToken ct)
    {
        try
        {
            await round(ct).ConfigureAwait(false);
            _health.Succeeded();
        }
        catch (Exception error) when (!ct.IsCancellationRequested)
        {
            _health.Failed(error);
            return _afterFailure;
        }
        catch (OperationCanceledException)
        {
            // Stopping: the next wait answers false.
        }

        return Next();
    }

    private TimeSpan Next() => Pause?.Invoke() is { } pause && pause < interval ? pause : interval;
}
