namespace Ostinato.Storage.Conformance;

/// <summary>Brings a new job into a state, as it would come there in life.</summary>
public static class StateVocabulary
{
    private static readonly TimeSpan Later = TimeSpan.FromHours(1);

    /// <summary>Stores a job and brings it into a state. Nothing else may be available in its queue.</summary>
    public static async Task<JobId> EnqueueAs(this IJobStore store, JobState state, NewJob? job = null)
    {
        job ??= New.Job();
        if (state == JobState.Scheduled)
        {
            return await store.Enqueue(job with { Due = new DueTime(null, Later) });
        }

        var id = await store.Enqueue(job);
        if (state != JobState.Available)
        {
            var worker = await store.Join();
            var claimed = await worker.ClaimOne(job.Queue);
            claimed.Id.ShouldBe(id, "another job was in the way");
            await End(worker, claimed, state);
        }

        (await store.StateOf(id)).ShouldBe(state);
        return id;
    }

    private static Task End(TestWorker worker, ClaimedJob claimed, JobState state) => state switch
    {
        JobState.Executing => Task.CompletedTask,
        JobState.Retryable => worker.Retry(claimed, Later),
        JobState.Completed => worker.Complete(claimed),
        JobState.Cancelled => worker.Cancel(claimed),
        JobState.Discarded => worker.Discard(claimed),
        JobState.Suspended => worker.Suspend(claimed, SuspensionReason.UnknownName),
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "No attempt ends so."),
    };
}
