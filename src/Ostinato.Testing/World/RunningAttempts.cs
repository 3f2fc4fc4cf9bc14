namespace Ostinato.Testing;

/// <summary>The handlers that run now, and what the last attempt at each job threw.</summary>
internal sealed class RunningAttempts
{
    private readonly Lock _lock = new();
    private readonly List<RunningAttempt> _running = [];
    private readonly Dictionary<JobId, Exception?> _errors = [];
    private int _version;

    /// <summary>Changes with every beginning and end.</summary>
    public int Version => Volatile.Read(ref _version);

    /// <summary>How many of the running handlers wait for the clock, or for something that the clock does not bring.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
            {
                return _running.Count(attempt => attempt.IsWaiting);
            }
        }
    }

    public RunningAttempt Begin(JobContext context)
    {
        var attempt = new RunningAttempt(context);
        lock (_lock)
        {
            _running.Add(attempt);
            _version++;
        }

        return attempt;
    }

    public void End(RunningAttempt attempt, Exception? error)
    {
        lock (_lock)
        {
            _running.Remove(attempt);
            _errors[attempt.Context.Id] = error;
            _version++;
        }
    }

    /// <summary>What the attempt threw that was reported just now.</summary>
    public Exception? TakeError(JobId id)
    {
        lock (_lock)
        {
            _errors.Remove(id, out var error);
            return error;
        }
    }

    /// <summary>Gives up on handlers that have done nothing visible for so long.</summary>
    public void CallBlocked()
    {
        lock (_lock)
        {
            _running.ForEach(attempt => attempt.CallBlocked());
        }
    }

    /// <summary>Whether a periodic timer of a handler fired since this was last asked.</summary>
    public bool TakeTicked()
    {
        lock (_lock)
        {
            return _running.FindAll(attempt => attempt.Timers.TakeTicked()).Count > 0;
        }
    }
}

/// <summary>A handler that runs.</summary>
internal sealed class RunningAttempt(JobContext context)
{
    private StopReason? _blockedAt;

    public JobContext Context => context;

    public TimerOwner Timers { get; } = new();

    /// <summary>A cancelled token is news: the handler may be on its way out, whatever timers it still has.</summary>
    public bool IsWaiting => _blockedAt == context.StopReason || (context.StopReason == StopReason.None && Timers.HasTimer);

    public void CallBlocked() => _blockedAt = context.StopReason;
}
