using Ostinato.Storage;

namespace Ostinato.Observing;

/// <summary>Tells observers of the jobs that it ends.</summary>
internal sealed class ObservedControl(IJobControl control, IJobQuery query, Finals finals, EndCause cause) : IJobControl
{
    public async ValueTask<CancelResult> CancelAsync(JobId id, string reason, NewAuditEntry? audit, CancellationToken ct)
    {
        var result = await control.CancelAsync(id, reason, audit, ct).ConfigureAwait(false);
        if (result == CancelResult.Cancelled && await FindAsync(id).ConfigureAwait(false) is { } job)
        {
            finals.Tell(FinalJob.Of(job, cause));
        }

        return result;
    }

    public ValueTask<RetryResult> RetryAsync(JobId id, NewAuditEntry? audit, CancellationToken ct) => control.RetryAsync(id, audit, ct);

    public ValueTask<RetryResult> QuarantineAsync(JobId id, NewAuditEntry? audit, CancellationToken ct) =>
        control.QuarantineAsync(id, audit, ct);

    public ValueTask<ReinstateResult> ReinstateAsync(JobId id, DateTimeOffset? due, CancellationToken ct) =>
        control.ReinstateAsync(id, due, ct);

    public async ValueTask<DeleteResult> DeleteAsync(JobId id, NewAuditEntry? audit, CancellationToken ct)
    {
        var job = await FindAsync(id).ConfigureAwait(false);
        var result = await control.DeleteAsync(id, audit, ct).ConfigureAwait(false);
        if (result == DeleteResult.Deleted && job is not null && !job.State.IsFinal())
        {
            finals.Tell(FinalJob.Of(job, cause) with { IsDeleted = true });
        }

        return result;
    }

    public ValueTask<UpdateResult> UpdateAsync(JobId id, JobUpdate update, NewAuditEntry? audit, CancellationToken ct) =>
        control.UpdateAsync(id, update, audit, ct);

    public async ValueTask<IReadOnlyList<CancelResult>> CancelAsync(IReadOnlyList<JobId> ids, string reason, CancellationToken ct)
    {
        var results = await control.CancelAsync(ids, reason, ct).ConfigureAwait(false);
        for (var index = 0; index < ids.Count; index++)
        {
            if (results[index] == CancelResult.Cancelled)
            {
                await finals.TellInTurnAsync(ids[index], cause, ct).ConfigureAwait(false);
            }
        }

        return results;
    }

    public ValueTask<IReadOnlyList<RetryResult>> RetryAsync(IReadOnlyList<JobId> ids, CancellationToken ct) => control.RetryAsync(ids, ct);

    public ValueTask<IReadOnlyList<UpdateResult>> MoveAsync(IReadOnlyList<JobId> ids, string queue, CancellationToken ct) =>
        control.MoveAsync(ids, queue, ct);

    public ValueTask<int> ResumeSuspendedAsync(
        SuspensionReason reason, IReadOnlyCollection<string> names, IReadOnlyCollection<string> queues, int limit, CancellationToken ct) =>
        control.ResumeSuspendedAsync(reason, names, queues, limit, ct);

    // What a person asked for does not fail because observers want to know more.
    private async ValueTask<JobInfo?> FindAsync(JobId id)
    {
        try
        {
            return await query.GetAsync(id, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            finals.NotFound(id, error);
            return null;
        }
    }
}
