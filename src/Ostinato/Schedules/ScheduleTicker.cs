using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Ostinato.Execution;
using Ostinato.Processes;
using Ostinato.Storage;
using Ostinato.Telemetry;

namespace Ostinato.Schedules;

/// <summary>
/// Fires schedules at the moment of their next tick: an exact timer, and no leader. Every worker does it; the store lets one of them
/// succeed. What changes is looked at when a signal tells of it, and once a minute in any case.
/// </summary>
internal sealed class ScheduleTicker : IAsyncDisposable
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenSignals = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WhileLeft = TimeSpan.FromMinutes(1);

    private readonly IJobStore _store;
    private readonly ScheduleFirer _firer;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly LoopHealth _health;
    private readonly AsyncSignal _tick;
    private readonly Alarm _alarm;
    private readonly ConcurrentDictionary<string, long> _failed = new(StringComparer.Ordinal);
    private long _lookedAt;

    public ScheduleTicker(
        IJobStore store, ScheduleFirer firer, TimeProvider time, WorkInHand work, WorkerPulse pulse, ILogger logger)
    {
        (_store, _firer, _time, _logger) = (store, firer, time, logger);
        _health = new LoopHealth("schedules", AfterFailure, pulse, logger);
        _tick = new AsyncSignal(work);
        _alarm = new Alarm(time, _tick);
        _alarm.Arm(TimeSpan.Zero);
    }

    /// <summary>Something may have changed: looks again, but not all the time. Called from any thread.</summary>
    public void OnChange()
    {
        var since = _time.GetElapsedTime(Volatile.Read(ref _lookedAt));
        _alarm.Arm(BetweenSignals - since);
    }

    public async Task RunAsync(CancellationToken ct)
    {
        while (await _tick.WaitAsync().ConfigureAwait(false))
        {
            _alarm.Disarm();
            Volatile.Write(ref _lookedAt, _time.GetTimestamp());
            try
            {
                var next = await FireDueAsync(ct).ConfigureAwait(false);
                _health.Succeeded();
                if (next is { } wait)
                {
                    _alarm.Arm(wait);
                }
            }
            catch (Exception error) when (!ct.IsCancellationRequested)
            {
                _health.Failed(error);
                _alarm.Arm(AfterFailure);
            }
            catch (OperationCanceledException)
            {
                // Stopping: the wait answers false once the signal is complete.
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        _tick.Complete();
        return _alarm.DisposeAsync();
    }

    // Until nothing is due any more but what cannot fire here.
    private async Task<TimeSpan?> FireDueAsync(CancellationToken ct)
    {
        while (true)
        {
            var due = await _store.Schedules.DueAsync(ct).ConfigureAwait(false);
            var (fired, wait) = (0, due.NextDueIn);
            foreach (var schedule in due.Schedules)
            {
                if (await TryFireAsync(schedule, due.Now, ct).ConfigureAwait(false) is not { } until)
                {
                    fired++;
                }
                else if (!(wait < until))
                {
                    wait = until;
                }
            }

            if (fired == 0)
            {
                return wait;
            }
        }
    }

    // Null where it was fired; otherwise how long until it is looked at again. One that cannot fire keeps no other from firing, and is
    // told once.
    private async Task<TimeSpan?> TryFireAsync(StoredSchedule schedule, DateTimeOffset now, CancellationToken ct)
    {
        try
        {
            var isFired = await _firer.FireAsync(schedule, now, ct).ConfigureAwait(false);
            _failed.TryRemove(schedule.Name, out _);
            return isFired ? null : WhileLeft;
        }
        catch (Exception error) when (error is FormatException or JobPayloadException or InvalidOperationException or ArgumentException)
        {
            if (!_failed.TryGetValue(schedule.Name, out var revision) || revision != schedule.Revision)
            {
                SchedulesLog.CannotFire(_logger, schedule.Name, error);
                _failed[schedule.Name] = schedule.Revision;
            }

            return AfterFailure;
        }
    }
}
