using Microsoft.Extensions.Logging;
using Ostinato.Execution;
using Ostinato.Processes;
using Ostinato.Storage;
using Ostinato.Telemetry;

namespace Ostinato.Scheduling;

/// <summary>Promotes waiting jobs at the moment the next one is due: an exact timer, no polling.</summary>
/// <remarks>The timer looks again at least every half minute, so that a step of the store's clock is noticed.</remarks>
internal sealed class DuePromoter : IAsyncDisposable
{
    private const int StepSize = 10_000;
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    private readonly IJobPromoter _promoter;
    private readonly TimeProvider _time;
    private readonly LoopHealth _health;
    private readonly AsyncSignal _due;
    private readonly Lock _lock = new();
    private readonly ITimer _timer;
    private long? _armedFor;

    public DuePromoter(IJobPromoter promoter, TimeProvider time, WorkInHand work, WorkerPulse pulse, ILogger logger)
    {
        (_promoter, _time, _health) = (promoter, time, new LoopHealth("promote", AfterFailure, pulse, logger));
        _due = new AsyncSignal(work);
        _timer = time.CreateTimer(static self => ((DuePromoter)self!)._due.Set(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Notes when the next job is due. Only an earlier moment than the one waited for changes the timer.</summary>
    public void Arm(TimeSpan? dueIn)
    {
        if (dueIn is not { } wait)
        {
            return;
        }

        wait = Clamp(wait);
        var at = _time.GetTimestamp() + (long)(wait.TotalSeconds * _time.TimestampFrequency);
        lock (_lock)
        {
            if (_armedFor is { } armed && armed <= at)
            {
                return;
            }

            _armedFor = at;
            _timer.Change(wait, Timeout.InfiniteTimeSpan);
        }
    }

    public async Task RunAsync(CancellationToken ct)
    {
        while (await _due.WaitAsync().ConfigureAwait(false))
        {
            Disarm();
            try
            {
                await PromoteAsync(ct).ConfigureAwait(false);
                _health.Succeeded();
            }
            catch (Exception error) when (!ct.IsCancellationRequested)
            {
                _health.Failed(error);
                Arm(AfterFailure);
            }
            catch (OperationCanceledException)
            {
                // Stopping: the wait answers false once the signal is complete.
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        _due.Complete();
        return _timer.DisposeAsync();
    }

    private async Task PromoteAsync(CancellationToken ct)
    {
        Promotion promotion;
        do
        {
            promotion = await _promoter.PromoteAsync(StepSize, ct).ConfigureAwait(false);
        }
        while (promotion.NextDueIn == TimeSpan.Zero && promotion.Count > 0);
        Arm(promotion.NextDueIn);
    }

    private void Disarm()
    {
        lock (_lock)
        {
            _armedFor = null;
        }
    }

    // Timers count whole milliseconds and cut off the rest: one that fires too early would find nothing and be armed again and again.
    private static TimeSpan Clamp(TimeSpan wait) =>
        wait <= TimeSpan.Zero ? TimeSpan.Zero
        : wait > LongestSleep ? LongestSleep
        : TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds));
}
