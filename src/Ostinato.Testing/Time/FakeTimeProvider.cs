using System.Globalization;

namespace Ostinato.Testing;

/// <summary>A clock that moves only when a test says so, with timers that follow it.</summary>
/// <remarks>
/// Timers fire inside <see cref="Advance"/>, on the thread that advances, in the order in which they are due, and never otherwise: a
/// timer that is due at once fires with the next <see cref="Advance"/>, even by zero. They follow the timestamp, as real timers do, so
/// <see cref="SetUtcNow"/> fires none. Safe to use from any thread.
/// </remarks>
public sealed class FakeTimeProvider : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly SortedSet<FakeTimer> _timers = new(FakeTimer.ByDueTime);
    private TimeZoneInfo _zone = TimeZoneInfo.Utc;
    private long _timestamp;
    private long _wallAhead;
    private long _armed;

    /// <summary>Starts at midnight UTC of 1 January 2030.</summary>
    public FakeTimeProvider()
        : this(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero))
    {
    }

    /// <summary>Starts at a time of your choice.</summary>
    public FakeTimeProvider(DateTimeOffset start) => _timestamp = start.UtcTicks;

    /// <summary>How long until the earliest timer is due, zero when one is due already; null when none waits.</summary>
    public TimeSpan? NextTimer
    {
        get
        {
            lock (_gate)
            {
                return _timers.Min is { } timer ? TimeSpan.FromTicks(Math.Max(0, timer.Due - _timestamp)) : null;
            }
        }
    }

    /// <summary>The local time zone. Default UTC.</summary>
    public override TimeZoneInfo LocalTimeZone => Volatile.Read(ref _zone);

    /// <summary>Timestamps count in ticks of 100 ns: 10,000,000 a second.</summary>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>A count that only <see cref="Advance"/> moves, and only forward.</summary>
    public override long GetTimestamp()
    {
        lock (_gate)
        {
            return _timestamp;
        }
    }

    /// <summary>The wall clock: the start, and everything that was advanced or set since.</summary>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return new DateTimeOffset(_timestamp + _wallAhead, TimeSpan.Zero);
        }
    }

    /// <summary>Sets the wall clock, forward or back, as a person or a time service would. Timestamps and timers do not notice.</summary>
    public void SetUtcNow(DateTimeOffset now)
    {
        lock (_gate)
        {
            _wallAhead = now.UtcTicks - _timestamp;
        }
    }

    /// <summary>Sets <see cref="LocalTimeZone"/>.</summary>
    public void SetLocalTimeZone(TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        Volatile.Write(ref _zone, zone);
    }

    /// <summary>Moves the clock forward, stopping at every timer that falls due on the way: each sees its own time.</summary>
    /// <param name="by">How far, zero or more. Zero fires what is due now.</param>
    /// <remarks>
    /// Timers that are created or changed by what fires take part if they fall due on the way. What a timer throws comes out here, with
    /// the clock standing where it was thrown.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative, or leads past the year 9999.</exception>
    public void Advance(TimeSpan by)
    {
        long target;
        lock (_gate)
        {
            target = TargetOf(by);
        }

        while (Step(target) is { } timer)
        {
            timer.Fire();
        }
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new FakeTimer(this, _gate, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>The wall clock, for the debugger and for messages of tests.</summary>
    public override string ToString() => GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>Takes a timer off the list and, unless the wait is null, puts it back. The caller holds the gate.</summary>
    internal void Arm(FakeTimer timer, TimeSpan? wait)
    {
        Leave(timer);
        if (wait is { } ticks)
        {
            Enter(timer, _timestamp + ticks.Ticks);
        }
    }

    /// <summary>How long until the earliest of the timers whose state counts is due; null when none waits.</summary>
    internal TimeSpan? NextTimerOf(Func<object?, bool> counts)
    {
        lock (_gate)
        {
            foreach (var timer in _timers)
            {
                if (counts(timer.State))
                {
                    return TimeSpan.FromTicks(Math.Max(0, timer.Due - _timestamp));
                }
            }

            return null;
        }
    }

    private void Enter(FakeTimer timer, long due)
    {
        timer.Place(due, ++_armed);
        _timers.Add(timer);
        timer.Owner?.Armed();
    }

    private void Leave(FakeTimer timer)
    {
        if (_timers.Remove(timer))
        {
            timer.Owner?.Disarmed();
        }
    }

    private FakeTimer? Step(long target)
    {
        lock (_gate)
        {
            if (_timers.Min is not { } timer || timer.Due > target)
            {
                _timestamp = Math.Max(_timestamp, target);
                return null;
            }

            _timestamp = Math.Max(_timestamp, timer.Due);
            Leave(timer);
            if (timer.BeginFire())
            {
                Enter(timer, timer.Due + timer.Period.Ticks);
                timer.Owner?.Ticked();
            }

            return timer;
        }
    }

    private long TargetOf(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        var highest = DateTimeOffset.MaxValue.UtcTicks - _timestamp - Math.Max(0, _wallAhead);
        return by.Ticks <= highest
            ? _timestamp + by.Ticks
            : throw new ArgumentOutOfRangeException(nameof(by), by, "The clock cannot pass the year 9999.");
    }
}
