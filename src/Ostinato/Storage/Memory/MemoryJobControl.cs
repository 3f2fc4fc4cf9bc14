namespace Ostinato.Storage;

internal sealed class MemoryJobControl(MemoryState state, MemoryUpdater updater, MemoryAuditLog audits) : IJobControl
{
    public ValueTask<CancelResult> CancelAsync(JobId id, string reason, NewAuditEntry? audit, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(reason);
        using var turn = state.Begin(ct);
        if (state.Jobs.Find(id) is not { } job)
        {
            return new(CancelResult.NotFound);
        }

        if (job.State.IsFinal())
        {
            return new(CancelResult.AlreadyFinal);
        }

        if (job.Holder is { } holder)
        {
            Request(job, holder, reason);
            audits.Add(audit?.Ended(CancelResult.Requested, canUndo: false), turn.Now);
            return new(CancelResult.Requested);
        }

        job.Duration = null;
        state.Places.Finish(job, JobState.Cancelled, reason, turn.Now);
        audits.Add(audit?.Ended(CancelResult.Cancelled, canUndo: true), turn.Now);
        return new(CancelResult.Cancelled);
    }

    public ValueTask<RetryResult> RetryAsync(JobId id, NewAuditEntry? audit, CancellationToken ct)
    {
        using var turn = state.Begin(ct);
        var result = state.Jobs.Find(id) is { } job ? Retry(job, turn.Now) : RetryResult.NotFound;
        if (result == RetryResult.Retried)
        {
            audits.Add(audit?.Ended(result, canUndo: false), turn.Now);
        }

        return new(result);
    }

    public ValueTask<RetryResult> QuarantineAsync(JobId id, NewAuditEntry? audit, CancellationToken ct)
    {
        using var turn = state.Begin(ct);
        var result = state.Jobs.Find(id) is not { } job ? RetryResult.NotFound
            : job is not { State: JobState.Suspended, Suspension: SuspensionReason.Poison } ? RetryResult.NotPoison
            : Retry(job, turn.Now, ClaimRule.Quarantined(job.Crashes));
        if (result == RetryResult.Retried)
        {
            audits.Add(audit?.Ended(result, canUndo: false), turn.Now);
        }

        return new(result);
    }

    public ValueTask<DeleteResult> DeleteAsync(JobId id, NewAuditEntry? audit, CancellationToken ct)
    {
        using var turn = state.Begin(ct);
        if (state.Jobs.Find(id) is not { } job)
        {
            return new(DeleteResult.NotFound);
        }

        if (job.State == JobState.Executing)
        {
            return new(DeleteResult.Executing);
        }

        state.Places.Remove(job);
        audits.Add(audit?.Ended(DeleteResult.Deleted, canUndo: false), turn.Now);
        return new(DeleteResult.Deleted);
    }

    public ValueTask<UpdateResult> UpdateAsync(JobId id, JobUpdate update, NewAuditEntry? audit, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(update);
        using var turn = state.Begin(ct);
        var result = state.Jobs.Find(id) is { } job ? updater.Update(job, update, turn.Now) : UpdateResult.NotFound;
        if (result == UpdateResult.Updated)
        {
            audits.Add(audit, turn.Now);
        }

        return new(result);
    }

    public ValueTask<ReinstateResult> ReinstateAsync(JobId id, DateTimeOffset? due, CancellationToken ct)
    {
        using var turn = state.Begin(ct);
        if (state.Jobs.Find(id) is not { } job)
        {
            return new(ReinstateResult.NotFound);
        }

        if (job.State != JobState.Cancelled)
        {
            return new(ReinstateResult.NotCancelled);
        }

        if (state.Keys.Rival(job, turn.Now) is not null)
        {
            return new(ReinstateResult.Conflict);
        }

        (job.Reason, job.Result) = (null, null);
        state.Places.Postpone(job, due ?? turn.Now, turn.Now);
        state.Keys.Take(job);
        state.Signals.Add(null);
        return new(ReinstateResult.Reinstated);
    }

    public ValueTask<int> ResumeSuspendedAsync(
        SuspensionReason reason, IReadOnlyCollection<string> names, IReadOnlyCollection<string> queues, int limit, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(queues);
        var (known, served) = (names.ToHashSet(StringComparer.Ordinal), queues.ToHashSet(StringComparer.Ordinal));
        using var turn = state.Begin(ct);
        var passed = state.Places.Suspended.Jobs()
            .Where(job => job.Suspension == reason && known.Contains(job.Name) && served.Contains(job.Queue.Name))
            .OrderBy(job => job.Id).Take(limit).ToList();
        foreach (var job in passed)
        {
            state.Places.MakeAvailable(job, turn.Now);
        }

        return new(passed.Count);
    }

    private void Request(MemoryJob job, MemoryProcess holder, string reason)
    {
        if (job.CancelReason is null)
        {
            job.CancelReason = reason;
            holder.Cancelling.Add(job);
            state.Signals.Add(null);
        }
    }

    private RetryResult Retry(MemoryJob job, DateTimeOffset now, int crashes = 0)
    {
        if (job.State is JobState.Executing or JobState.Available)
        {
            return job.State == JobState.Executing ? RetryResult.Executing : RetryResult.AlreadyAvailable;
        }

        if (state.Keys.Rival(job, now) is not null)
        {
            return RetryResult.Conflict;
        }

        if (job.State == JobState.Completed)
        {
            // It begins anew. Whatever did not get so far goes on from where it was.
            job.Notes = null;
        }

        if (job.State.IsFinal() || job.State == JobState.Suspended)
        {
            (job.Spent, job.Crashes, job.Duration, job.Reason, job.Result) = (0, crashes, null, null, null);
        }

        state.Places.MakeAvailable(job, now);
        state.Keys.Take(job);
        return RetryResult.Retried;
    }
}
