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
    private readonly LoopHealth _health;
    private readonly AsyncSignal _due;
    private readonly Alarm _alarm;

    public DuePromoter(IJobPromoter promoter, TimeProvider time, WorkInHand work, WorkerPulse pulse, ILogger logger)
    {
        (_promoter, _health) = (promoter, new LoopHealth("promote", AfterFailure, pulse, logger));
        _due = new AsyncSignal(work);
        _alarm = new Alarm(time, _due);
    }

    /// <summary>Notes when the next job is due. Only an earlier moment than the one waited for changes the timer.</summary>
    public void Arm(TimeSpan? dueIn)
    {
        if (dueIn is { } wait)
        {
            _alarm.Arm(wait < LongestSleep ? wait : LongestSleep);
        }
    }

    public async Task RunAsync(CancellationToken ct)
    {
        while (await _due.WaitAsync().ConfigureAwait(false))
        {
            _alarm.Disarm();
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
        return _alarm.DisposeAsync();
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
}
