namespace Ostinato.Storage.Conformance;

/// <summary>What must have become of one job: the state machine, written down once more and as plainly as can be.</summary>
internal sealed class Expected(JobState state)
{
    private bool _isCancelRequested;

    public JobState State { get; set; } = state;

    public int Spent { get; private set; }

    public string SpentText => State.IsFinal() ? "" : $"{Spent}";

    public void End(AttemptEnd end, bool isDueLater)
    {
        Spent += end == AttemptEnd.Retry ? 1 : 0;
        State = end switch
        {
            AttemptEnd.Completed => JobState.Completed,
            AttemptEnd.Cancelled => JobState.Cancelled,
            AttemptEnd.Discarded => JobState.Discarded,
            _ when _isCancelRequested => JobState.Cancelled,
            AttemptEnd.Suspend => JobState.Suspended,
            AttemptEnd.Return => JobState.Available,
            _ when !isDueLater => JobState.Available,
            _ => Spent == 0 ? JobState.Scheduled : JobState.Retryable,
        };
        _isCancelRequested = false;
    }

    public void Crash()
    {
        Spent++;
        End(AttemptEnd.Return, isDueLater: false);
    }

    public CancelResult Cancel()
    {
        if (State.IsFinal())
        {
            return CancelResult.AlreadyFinal;
        }

        _isCancelRequested = State == JobState.Executing;
        State = _isCancelRequested ? State : JobState.Cancelled;
        return _isCancelRequested ? CancelResult.Requested : CancelResult.Cancelled;
    }

    public UpdateResult Update(DueTime? due)
    {
        if (State == JobState.Executing || State.IsFinal())
        {
            return State == JobState.Executing ? UpdateResult.Executing : UpdateResult.AlreadyFinal;
        }

        if (due is { } time)
        {
            if (State == JobState.Suspended)
            {
                return UpdateResult.Suspended;
            }

            State = !(time.In > TimeSpan.Zero) ? JobState.Available : Spent == 0 ? JobState.Scheduled : JobState.Retryable;
        }

        return UpdateResult.Updated;
    }

    public RetryResult Retry()
    {
        if (State is JobState.Executing or JobState.Available)
        {
            return State == JobState.Executing ? RetryResult.Executing : RetryResult.AlreadyAvailable;
        }

        Spent = State.IsFinal() || State == JobState.Suspended ? 0 : Spent;
        State = JobState.Available;
        return RetryResult.Retried;
    }
}
