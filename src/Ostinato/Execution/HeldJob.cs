using Ostinato.Storage;

namespace Ostinato.Execution;

/// <summary>A job that this process holds under its present epoch: waiting in memory, running, or reported.</summary>
/// <remarks>A report is made once: by the handler's end, by the clock that calls it abandoned, or by a lost lease that drops it.</remarks>
internal sealed class HeldJob(ClaimedJob job, ProcessIdentity process = default)
{
    private const int Waiting = 0;
    private const int Running = 1;
    private const int Reported = 2;

    private int _state;
    private volatile Attempt? _attempt;
    private string? _cancelReason;
    private int _stopReason;

    public ClaimedJob Job => job;

    /// <summary>Under which identity it was claimed.</summary>
    public ProcessIdentity Process => process;

    /// <summary>When it came here, by the process's own counter.</summary>
    public long ReceivedAt { get; init; }

    /// <summary>How it is run, once that is known.</summary>
    public JobPipeline? Pipeline { get; set; }

    /// <summary>Whether it runs to find out whether its kind works again.</summary>
    public bool IsProbe { get; set; }

    /// <summary>Told whether the store ignored the report, where that decides what the attempt has come to.</summary>
    public Action<bool>? Decided { get; set; }

    /// <summary>What brings it to its end, where it comes to one.</summary>
    public EndCause Cause { get; set; }

    public string? CancelReason => Volatile.Read(ref _cancelReason);

    public bool IsWaiting => Volatile.Read(ref _state) == Waiting;

    public bool IsReported => Volatile.Read(ref _state) == Reported;

    public bool TryStart() => Interlocked.CompareExchange(ref _state, Running, Waiting) == Waiting;

    public bool TryReport() => Interlocked.Exchange(ref _state, Reported) != Reported;

    /// <summary>Reports a job that was never started.</summary>
    public bool TryReportWaiting() => Interlocked.CompareExchange(ref _state, Reported, Waiting) == Waiting;

    /// <summary>Makes the attempt known. A stop that came before it takes effect now.</summary>
    public void Attach(Attempt attempt)
    {
        _attempt = attempt;
        Interlocked.MemoryBarrier();
        if ((StopReason)Volatile.Read(ref _stopReason) is var reason && reason != StopReason.None)
        {
            attempt.Stop(reason);
        }
    }

    /// <summary>What the store's clock says now: what it said at the claim, and how long ago that is by this process's counter.</summary>
    public DateTimeOffset StoreNow(TimeProvider time) => job.ClaimedAt + time.GetElapsedTime(ReceivedAt);

    /// <summary>How long it had waited, from the moment it could have started, when the process's own counter stood there.</summary>
    public TimeSpan WaitedUntil(long timestamp, TimeProvider time) =>
        job.ClaimedAt + time.GetElapsedTime(ReceivedAt, timestamp) - job.AvailableAt;

    /// <summary>How long its attempt has run.</summary>
    public TimeSpan Elapsed => _attempt?.Elapsed ?? TimeSpan.Zero;

    public void RequestCancel(string reason)
    {
        Volatile.Write(ref _cancelReason, reason);
        Stop(StopReason.Cancelled);
    }

    public void Stop(StopReason reason)
    {
        Interlocked.CompareExchange(ref _stopReason, (int)reason, (int)StopReason.None);
        _attempt?.Stop(reason);
    }
}
