using Ostinato.Operations;
using Ostinato.Storage;

namespace Ostinato;

/// <summary>Waits for the end of a job, but not for ever.</summary>
internal sealed class ResultWait(StoreAccess access, JobNews news, TimeProvider time)
{
    public async Task<JobInfo> UntilFinalAsync(JobId id, TimeSpan timeout, CancellationToken ct)
    {
        var store = await access.OpenAsync(ct).ConfigureAwait(false);
        news.Attach(store);
        using var deadline = new CancellationTokenSource(timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, ct);
        try
        {
            return await FollowAsync(store.Query, id, both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new TimeoutException($"Job {id} had not ended after {timeout}.");
        }
    }

    private async Task<JobInfo> FollowAsync(IJobQuery query, JobId id, CancellationToken ct)
    {
        JobInfo? last = null;
        await foreach (var job in new JobWatch(query, news).FollowAsync(id, ct).ConfigureAwait(false))
        {
            last = job;
        }

        return last is { State: var state } && state.IsFinal() ? last : throw new JobFailedException(id, $"There is no job {id}.");
    }
}
