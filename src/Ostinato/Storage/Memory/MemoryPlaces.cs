namespace Ostinato.Storage;

/// <summary>Moves jobs from place to place. Nothing else does, so a job has exactly one and the counts agree.</summary>
internal sealed class MemoryPlaces(MemoryState state, int maxFinals)
{
    private readonly MemoryJobList[] _finals = [new(), new(), new()];
    private long _lastPosition;

    public MemoryDueHeap Due { get; } = new();

    public MemoryJobList Suspended { get; } = new();

    public int Finals => _finals[0].Count + _finals[1].Count + _finals[2].Count;

    public int Unfinished => state.Jobs.Count - Finals;

    public MemoryJobList FinalOf(JobState final) => _finals[final - JobState.Completed];

    /// <summary>Gives a new job its first place.</summary>
    public void Admit(MemoryJob job, DateTimeOffset now)
    {
        state.Jobs.Add(job);
        state.Keys.Take(job);
        if (job.AvailableAt > now)
        {
            EnterDue(job);
            state.Signals.Add(null);
        }
        else
        {
            EnterReady(job, now);
        }
    }

    /// <summary>To the tail of the available jobs.</summary>
    public void MakeAvailable(MemoryJob job, DateTimeOffset since)
    {
        Leave(job);
        EnterReady(job, since);
    }

    /// <summary>Back to the turn that it had when it was claimed.</summary>
    public void GiveBack(MemoryJob job)
    {
        Leave(job);
        job.Queue.LineOf(job).Insert(job);
        Enter(job, JobState.Available);
        state.Signals.Add(job.Queue.Name);
    }

    /// <summary>To where it waits for a time, or straight to the available jobs when that time is not ahead.</summary>
    public void Postpone(MemoryJob job, DateTimeOffset due, DateTimeOffset now)
    {
        Leave(job);
        if (due > now)
        {
            job.AvailableAt = due;
            EnterDue(job);
        }
        else
        {
            EnterReady(job, now);
        }
    }

    /// <summary>To another queue, priority or time. What waits for no time goes to the end of its line.</summary>
    public void Move(MemoryJob job, MemoryQueue queue, int priority, DateTimeOffset due, DateTimeOffset now)
    {
        var (left, why, reason) = (job.Queue, job.Suspension, job.Reason);
        var isAside = job.State == JobState.Suspended;
        Leave(job);
        (job.Queue, job.Priority) = (queue, priority);
        if (isAside)
        {
            EnterSuspended(job, why, reason);
        }
        else if (due > now)
        {
            job.AvailableAt = due;
            EnterDue(job);
            state.Signals.Add(null);
        }
        else
        {
            EnterReady(job, now);
        }

        Forget(left);
    }

    public void Lease(MemoryJob job, MemoryProcess holder, ClaimedJob claim)
    {
        Leave(job);
        job.Holder = holder;
        job.Claim = claim;
        holder.Held.Append(job);
        Enter(job, JobState.Executing);
    }

    public void Suspend(MemoryJob job, SuspensionReason why, string? reason)
    {
        Leave(job);
        EnterSuspended(job, why, reason);
    }

    /// <summary>Ends a job. The oldest final ones go when there are too many.</summary>
    public void Finish(MemoryJob job, JobState final, string? reason, DateTimeOffset now)
    {
        Leave(job);
        job.Reason = reason;
        job.FinishedAt = now;
        FinalOf(final).Append(job);
        Enter(job, final);
        while (Finals > maxFinals)
        {
            Remove(OldestFinal());
        }
    }

    /// <summary>Takes a job out of the store with all that belongs to it.</summary>
    public void Remove(MemoryJob job)
    {
        Leave(job);
        state.Keys.Release(job);
        state.Jobs.Remove(job);
        Forget(job.Queue);
    }

    /// <summary>Drops a queue that has neither jobs nor settings.</summary>
    public void Forget(MemoryQueue queue)
    {
        if (queue.IsForgettable)
        {
            state.Queues.Remove(queue.Name);
        }
    }

    private void EnterReady(MemoryJob job, DateTimeOffset since)
    {
        job.AvailableAt = since;
        job.Position = ++_lastPosition;
        job.Queue.LineOf(job).Append(job);
        Enter(job, JobState.Available);
        state.Signals.Add(job.Queue.Name);
    }

    private void EnterSuspended(MemoryJob job, SuspensionReason why, string? reason)
    {
        job.Suspension = why;
        job.Reason = reason;
        Suspended.Append(job);
        Enter(job, JobState.Suspended);
    }

    private void EnterDue(MemoryJob job)
    {
        Due.Add(job);
        Enter(job, job.Spent == 0 ? JobState.Scheduled : JobState.Retryable);
    }

    private static void Enter(MemoryJob job, JobState to)
    {
        job.State = to;
        job.Queue.Counts[(int)to]++;
    }

    private void Leave(MemoryJob job)
    {
        job.Queue.Counts[(int)job.State]--;
        if (job.List is { } list)
        {
            list.Remove(job);
        }
        else
        {
            Due.Remove(job);
        }

        if (job.Holder is not null)
        {
            Release(job);
        }
        else if (job.State == JobState.Suspended)
        {
            (job.Suspension, job.Reason) = (SuspensionReason.None, null);
        }
    }

    private static void Release(MemoryJob job)
    {
        if (job.CancelReason is not null)
        {
            job.Holder!.Cancelling.Remove(job);
            job.CancelReason = null;
        }

        job.Holder = null;
        job.Claim = null;
    }

    private MemoryJob OldestFinal()
    {
        MemoryJob? oldest = null;
        foreach (var list in _finals)
        {
            oldest = list.Head is { } head && (oldest is null || head.FinishedAt < oldest.FinishedAt) ? head : oldest;
        }

        return oldest!;
    }
}
