namespace Ostinato.Testing;

/// <summary>A timer of a <see cref="FakeTimeProvider"/>. The gate is the clock's; it is never held while a callback runs.</summary>
internal sealed class FakeTimer(FakeTimeProvider clock, Lock gate, TimerCallback callback, object? state) : ITimer
{
    // What a real timer accepts, so that code which asks for more fails in its tests too.
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private readonly ExecutionContext? _context = ExecutionContext.Capture();
    private TaskCompletionSource? _quiet;
    private long _order;
    private int _running;
    private bool _disposed;

    public static IComparer<FakeTimer> ByDueTime { get; } = Comparer<FakeTimer>.Create(
        (left, right) => left.Due == right.Due ? left._order.CompareTo(right._order) : left.Due.CompareTo(right.Due));

    /// <summary>The timestamp at which it fires.</summary>
    public long Due { get; private set; }

    public object? State => state;

    /// <summary>On whose behalf it was made, or null.</summary>
    public TimerOwner? Owner { get; } = TimerOwner.Current;

    public TimeSpan Period { get; private set; } = Timeout.InfiniteTimeSpan;

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        Check(dueTime, nameof(dueTime));
        Check(period, nameof(period));
        lock (gate)
        {
            if (_disposed)
            {
                return false;
            }

            Period = period;
            clock.Arm(this, dueTime == Timeout.InfiniteTimeSpan ? null : dueTime);
            return true;
        }
    }

    /// <summary>Where it stands on the clock's list; only while it is not on it.</summary>
    public void Place(long due, long order) => (Due, _order) = (due, order);

    /// <summary>Counts a firing in. Whether it fires again after its period.</summary>
    public bool BeginFire()
    {
        _running++;
        return Period > TimeSpan.Zero;
    }

    public void Fire()
    {
        try
        {
            Call();
        }
        finally
        {
            EndFire();
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            _disposed = true;
            clock.Arm(this, null);
        }
    }

    /// <summary>Completes once no callback runs, as with a real timer.</summary>
    public ValueTask DisposeAsync()
    {
        Dispose();
        lock (gate)
        {
            return _running == 0
                ? ValueTask.CompletedTask
                : new ValueTask((_quiet ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task);
        }
    }

    private void Call()
    {
        if (_context is null)
        {
            callback(state);
        }
        else
        {
            ExecutionContext.Run(_context, static timer => ((FakeTimer)timer!).Invoke(), this);
        }
    }

    private void Invoke() => callback(state);

    private void EndFire()
    {
        lock (gate)
        {
            if (--_running == 0)
            {
                _quiet?.TrySetResult();
            }
        }
    }

    private static void Check(TimeSpan time, string name)
    {
        if (time != Timeout.InfiniteTimeSpan && (time < TimeSpan.Zero || time > Longest))
        {
            throw new ArgumentOutOfRangeException(name, time, "A timer takes zero to about 49 days, or Timeout.InfiniteTimeSpan.");
        }
    }
}
