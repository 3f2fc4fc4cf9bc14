namespace Ostinato.Execution;

/// <summary>
/// Lets a quarantined job run alone: from its claim on nothing else is claimed, and it starts when this process holds nothing else, so that
/// nobody dies with it. Touched by the dispatcher's loop only.
/// </summary>
internal sealed class Isolation(Holdings holdings, TimeProvider time)
{
    /// <summary>How long what runs already may keep it waiting.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>How long it is put back where something ran longer.</summary>
    public static readonly TimeSpan Later = TimeSpan.FromMinutes(5);

    private volatile HeldJob? _job;
    private long _since;
    private bool _isDecided;

    public HeldJob? Job => _job;

    public void Begin(HeldJob job) => (_job, _since, _isDecided) = (job, time.GetTimestamp(), false);

    /// <summary>What to do now.</summary>
    public IsolationStep Next()
    {
        if (_job is not { } job)
        {
            return IsolationStep.None;
        }

        if (holdings.Find(job.Job.Id) != job)
        {
            _job = null;
            return IsolationStep.End;
        }

        var step = _isDecided ? IsolationStep.None
            : holdings.Count == 1 ? IsolationStep.Start
            : time.GetElapsedTime(_since) >= Patience ? IsolationStep.PutBack
            : IsolationStep.None;
        _isDecided |= step != IsolationStep.None;
        return step;
    }
}

/// <summary>What to do with a quarantined job.</summary>
internal enum IsolationStep
{
    /// <summary>Nothing: there is none, it runs, or others still run.</summary>
    None,

    /// <summary>Nobody else is here: it starts.</summary>
    Start,

    /// <summary>Others run for too long: it goes back for a while.</summary>
    PutBack,

    /// <summary>It is not here any more: others are claimed again.</summary>
    End,
}
