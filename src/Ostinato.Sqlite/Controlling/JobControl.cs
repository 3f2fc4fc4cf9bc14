using Ostinato.Storage;

namespace Ostinato.Sqlite;

/// <summary>Does what a person asks for one job.</summary>
internal sealed class JobControl(Session session)
{
    private Places Places => session.Places;

    public CancelResult Cancel(long id, string reason, NewAuditEntry? audit)
    {
        var now = session.Now();
        if (Places.Leases.Containing(id) is { } leased)
        {
            if (session.Cancels.Add(leased.Process.Id, id, reason, now))
            {
                session.Signals.AddGeneral();
            }

            session.Audit.Add(audit?.Ended(CancelResult.Requested, canUndo: false));
            return CancelResult.Requested;
        }

        if (Places.Done.Containing(id) is not null)
        {
            return CancelResult.AlreadyFinal;
        }

        if (TakeWaiting(id) is not { } ended)
        {
            return CancelResult.NotFound;
        }

        Places.Done.Add(ended with { FinishedAt = now, Reason = reason });
        session.Audit.Add(audit?.Ended(CancelResult.Cancelled, canUndo: true));
        return CancelResult.Cancelled;
    }

    public RetryResult Retry(long id, NewAuditEntry? audit)
    {
        var now = session.Now();
        switch (Places.StateOf(id))
        {
            case null:
                return RetryResult.NotFound;
            case JobState.Executing:
                return RetryResult.Executing;
            case JobState.Available:
                return RetryResult.AlreadyAvailable;
        }

        if (!session.Keys.TryTake(id, now))
        {
            return RetryResult.Conflict;
        }

        Restart(id, now);
        session.Audit.Add(audit?.Ended(RetryResult.Retried, canUndo: false));
        return RetryResult.Retried;
    }

    public RetryResult Quarantine(long id, NewAuditEntry? audit)
    {
        if (Places.StateOf(id) is null)
        {
            return RetryResult.NotFound;
        }

        if (Places.Suspended.Find(id) is not { Suspension: SuspensionReason.Poison } poison)
        {
            return RetryResult.NotPoison;
        }

        var now = session.Now();
        if (!session.Keys.TryTake(id, now))
        {
            return RetryResult.Conflict;
        }

        Places.Suspended.Remove(id);
        Places.MakeAvailable(id, 1, poison.Queue, poison.Priority, attempt: 0, ClaimRule.Quarantined(poison.Crashes), now);
        session.Audit.Add(audit?.Ended(RetryResult.Retried, canUndo: false));
        return RetryResult.Retried;
    }

    public DeleteResult Delete(long id, NewAuditEntry? audit)
    {
        if (Places.Leases.Containing(id) is not null)
        {
            return DeleteResult.Executing;
        }

        if (Places.Done.Containing(id) is { } done)
        {
            Places.Done.Remove(done, id);
        }
        else if (TakeWaiting(id) is null)
        {
            return DeleteResult.NotFound;
        }

        session.Bodies.Remove(id, 1);
        session.Audit.Add(audit?.Ended(DeleteResult.Deleted, canUndo: false));
        return DeleteResult.Deleted;
    }

    public ReinstateResult Reinstate(long id, DateTimeOffset? due)
    {
        var now = session.Now();
        if (Places.Done.Containing(id) is not { State: JobState.Cancelled } done)
        {
            return Places.StateOf(id) is null ? ReinstateResult.NotFound : ReinstateResult.NotCancelled;
        }

        if (!session.Keys.TryTake(id, now))
        {
            return ReinstateResult.Conflict;
        }

        Places.Done.Remove(done, id);
        session.Bodies.RemoveResult(id);
        var runAt = due is { } time ? Microseconds.Of(time) : now;
        Places.Postpone(new DueRange(runAt, id, 1, done.Queue, session.Bodies.Priority(id), done.Attempt, done.Crashes), now);
        session.Signals.AddGeneral();
        return ReinstateResult.Reinstated;
    }

    /// <summary>What is set aside for a reason and named: kinds and queues.</summary>
    public List<(long Kind, long Queue)> Resumable(
        SuspensionReason reason, IReadOnlyCollection<string> names, IReadOnlyCollection<string> queues)
    {
        var known = names.Select(session.Kinds.Find).OfType<long>().ToHashSet();
        var served = queues.Select(session.Queues.Find).OfType<long>().ToHashSet();
        return [.. Places.Suspended.Groups(reason).Where(group => known.Contains(group.Kind) && served.Contains(group.Queue))];
    }

    /// <summary>Makes some of them available, and says how many.</summary>
    public int Resume(SuspensionReason reason, (long Kind, long Queue) group, int limit)
    {
        var now = session.Now();
        var passed = Places.Suspended.Take(reason, group, limit);
        foreach (var job in passed)
        {
            Places.MakeAvailable(job.Id, 1, job.Queue, job.Priority, job.Attempt, job.Crashes, now);
        }

        return passed.Count;
    }

    // What ended or was set aside has all its attempts again; what waits for its next attempt only waits no longer.
    private void Restart(long id, long now)
    {
        if (Places.Done.Containing(id) is { } done)
        {
            Places.Done.Remove(done, id);
            session.Bodies.RemoveResult(id);
            if (done.State == JobState.Completed)
            {
                // It begins anew. Whatever did not get so far goes on from where it was.
                session.Notes.Remove(id, id);
            }

            Places.MakeAvailable(id, 1, done.Queue, session.Bodies.Priority(id), attempt: 0, crashes: 0, now);
        }
        else if (Places.Suspended.Find(id) is { } suspended)
        {
            Places.Suspended.Remove(id);
            Places.MakeAvailable(id, 1, suspended.Queue, suspended.Priority, attempt: 0, crashes: 0, now);
        }
        else if (Places.Due.Containing(id) is { } due)
        {
            Places.Due.Remove(due, id);
            Places.MakeAvailable(id, 1, due.Queue, due.Priority, due.Attempt, due.Crashes, now);
        }
    }

    /// <summary>Takes a job from where it waits. What is left of it is how it would end now.</summary>
    private DoneRange? TakeWaiting(long id)
    {
        if (Places.Ready.Containing(id) is { } ready)
        {
            Places.Ready.Remove(ready, id);
            return Ended(ready.Queue, ready.Attempt, ready.Crashes);
        }

        if (Places.Due.Containing(id) is { } due)
        {
            Places.Due.Remove(due, id);
            return Ended(due.Queue, due.Attempt, due.Crashes);
        }

        if (Places.Suspended.Find(id) is { } suspended)
        {
            Places.Suspended.Remove(id);
            return Ended(suspended.Queue, suspended.Attempt, suspended.Crashes);
        }

        return null;

        DoneRange Ended(long queue, int attempt, int crashes) =>
            new(id, 1, JobState.Cancelled, queue, attempt, crashes, FinishedAt: 0, Reason: null, Durations: null);
    }
}
