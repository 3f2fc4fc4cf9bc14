using Ostinato.Storage;

namespace Ostinato.Execution;

/// <summary>One run of a handler, and the clocks that watch it: timeout, then the grace after which it counts as abandoned.</summary>
internal sealed class Attempt : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TimeProvider _time;
    private readonly TimeSpan _abandonAfter;
    private readonly Action<Attempt> _abandoned;
    private readonly Lock _lock = new();
    private readonly ITimer? _timeout;
    private readonly ITimer? _deadline;
    private ITimer? _grace;
    private bool _ended;

    public Attempt(
        HeldJob held, JobContext context, TimeProvider time, TimeSpan abandonAfter, Action<Attempt> abandoned,
        Action<Acknowledgement> report)
    {
        (Held, Context, Report) = (held, context, report);
        (_time, _abandonAfter, _abandoned) = (time, abandonAfter, abandoned);
        StartedAt = time.GetTimestamp();
        if (context.Timeout is { } limit && limit <= JobDefinitionRules.LongestTimeout)
        {
            _timeout = time.CreateTimer(static self => ((Attempt)self!).Stop(StopReason.Timeout), this, limit, Timeout.InfiniteTimeSpan);
        }

        if (context.StopsAtDeadline && UntilDeadline is { } left && left <= JobDefinitionRules.LongestTimeout)
        {
            _deadline = time.CreateTimer(static self => ((Attempt)self!).Stop(StopReason.Deadline), this, left, Timeout.InfiniteTimeSpan);
        }
    }

    public HeldJob Held { get; }

    public JobContext Context { get; }

    /// <summary>Who is told how it ended.</summary>
    public Action<Acknowledgement> Report { get; }

    public long StartedAt { get; }

    public CancellationToken Token => _stop.Token;

    public TimeSpan Elapsed => _time.GetElapsedTime(StartedAt);

    /// <summary>How long it is until the deadline, where there is one; not less than nothing.</summary>
    public TimeSpan? UntilDeadline =>
        Context.Deadline - Held.StoreNow(_time) is not { } left ? null : left > TimeSpan.Zero ? left : TimeSpan.Zero;

    /// <summary>Cancels the handler's token once, for the first reason, and starts the grace.</summary>
    public void Stop(StopReason reason)
    {
        lock (_lock)
        {
            if (_ended || !Context.TryStop(reason))
            {
                return;
            }

            _grace = _time.CreateTimer(static self => ((Attempt)self!).Abandon(), this, _abandonAfter, Timeout.InfiniteTimeSpan);

            // Registered callbacks belong to the handler; they run elsewhere, so that none of them can hold up the caller.
            _ = _stop.CancelAsync();
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _ended = true;
        }

        _timeout?.Dispose();
        _deadline?.Dispose();
        _grace?.Dispose();
        if (!_stop.IsCancellationRequested)
        {
            _stop.Dispose();
        }
    }

    private void Abandon()
    {
        lock (_lock)
        {
            if (_ended)
            {
                return;
            }
        }

        _abandoned(this);
    }
}
