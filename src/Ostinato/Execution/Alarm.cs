namespace Ostinato.Execution;

/// <summary>Wakes a loop at a time. Of several times the earliest counts, until the loop has been woken.</summary>
internal sealed class Alarm : IAsyncDisposable
{
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly ITimer _timer;
    private long? _armedFor;

    public Alarm(TimeProvider time, AsyncSignal signal)
    {
        _time = time;
        _timer = time.CreateTimer(
            static signal => ((AsyncSignal)signal!).Set(), signal, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Only an earlier moment than the one waited for changes the timer.</summary>
    public void Arm(TimeSpan wait)
    {
        wait = Whole(wait);
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

    /// <summary>The loop has been woken.</summary>
    public void Disarm()
    {
        lock (_lock)
        {
            _armedFor = null;
        }
    }

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    // Timers count whole milliseconds and cut off the rest: one that fires too early would find nothing and be armed again and again.
    private static TimeSpan Whole(TimeSpan wait) =>
        wait <= TimeSpan.Zero ? TimeSpan.Zero : TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds));
}
