using Ostinato.Storage;

namespace Ostinato.Observing;

/// <summary>Tells observers of the jobs that it ends.</summary>
internal sealed class ObservedControl(IJobControl control, IJobQuery query, Finals finals, EndCause cause) : IJobControl
{
    public async ValueTask<CancelResult> CancelAsync(JobId id, string reason, CancellationToken ct)
    {
        var result = await control.CancelAsync(id, reason, ct).ConfigureAwait(false);
        if (result == CancelResult.Cancelled && await FindAsync(id).ConfigureAwait(false) is { } job)
        {
            finals.Tell(FinalJob.Of(job, cause));
        }

        return result;
    }

    public ValueTask<RetryResult> RetryAsync(JobId id, CancellationToken ct) => control.RetryAsync(id, ct);

    public async ValueTask<DeleteResult> DeleteAsync(JobId id, CancellationToken ct)
    {
        var job = await FindAsync(id).ConfigureAwait(false);
        var result = await control.DeleteAsync(id, ct).ConfigureAwait(false);
        if (result == DeleteResult.Deleted && job is not null && !job.State.IsFinal())
        {
            finals.Tell(FinalJob.Of(job, cause) with { IsDeleted = true });
        }

        return result;
    }

    public ValueTask<UpdateResult> UpdateAsync(JobId id, JobUpdate update, CancellationToken ct) => control.UpdateAsync(id, update, ct);

    public ValueTask<int> ResumeSuspendedAsync(
        SuspensionReason reason, IReadOnlyCollection<string> names, IReadOnlyCollection<string> queues, CancellationToken ct) =>
        control.ResumeSuspendedAsync(reason, names, queues, ct);

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
