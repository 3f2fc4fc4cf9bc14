using Ostinato.Storage;

namespace Ostinato;

/// <summary>Waits for the end of a job, looking at growing intervals of at most a quarter of a second.</summary>
internal sealed class ResultWait(StoreAccess access, TimeProvider time)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(250);

    public async Task<JobInfo> UntilFinalAsync(JobId id, TimeSpan timeout, CancellationToken ct)
    {
        var store = await access.OpenAsync(ct).ConfigureAwait(false);
        using var deadline = new CancellationTokenSource(timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, ct);
        try
        {
            return await LookAsync(store.Query, id, both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new TimeoutException($"Job {id} had not ended after {timeout}.");
        }
    }

    private async Task<JobInfo> LookAsync(IJobQuery query, JobId id, CancellationToken ct)
    {
        var pause = TimeSpan.FromMilliseconds(2);
        while (true)
        {
            var job = await query.GetAsync(id, ct).ConfigureAwait(false) ?? throw new JobFailedException(id, $"There is no job {id}.");
            if (job.State.IsFinal())
            {
                return job;
            }

            await Task.Delay(pause, time, ct).ConfigureAwait(false);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }
}
