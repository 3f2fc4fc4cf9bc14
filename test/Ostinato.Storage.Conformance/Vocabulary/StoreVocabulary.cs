using Ostinato.Operations;

namespace Ostinato.Storage.Conformance;

/// <summary>What scenarios say to a store.</summary>
public static class StoreVocabulary
{
    public static Task<JobId> Enqueue(this IJobStore store, string name, string queue = JobDefaults.Queue) =>
        store.Enqueue(New.Job(name, queue));

    public static async Task<JobId> Enqueue(this IJobStore store, NewJob job)
    {
        var answer = await store.Insert(job);
        answer.IsDuplicate.ShouldBeFalse($"{job.Name} should have been stored");
        return answer.Id;
    }

    public static async Task<IReadOnlyList<JobId>> EnqueueMany(this IJobStore store, params IReadOnlyList<NewJob> jobs)
    {
        var answers = await store.InsertMany(jobs);
        answers.ShouldAllBe(answer => !answer.IsDuplicate);
        return [.. answers.Select(answer => answer.Id)];
    }

    public static async Task<InsertedJob> Insert(this IJobStore store, NewJob job) =>
        (await store.InsertMany(job)).ShouldHaveSingleItem();

    public static async Task<IReadOnlyList<InsertedJob>> InsertMany(this IJobStore store, params IReadOnlyList<NewJob> jobs)
    {
        var answers = await store.Inserter.InsertAsync(jobs, transaction: null, CancellationToken.None);
        answers.Count.ShouldBe(jobs.Count);
        return answers;
    }

    /// <summary>Registers a process that serves the default queue.</summary>
    public static async Task<TestWorker> Join(this IJobStore store, string host = "host", int pid = 1, ProcessIdentity? earlier = null)
    {
        var description = new ProcessDescription(host, pid, new Dictionary<string, int> { [JobDefaults.Queue] = 10 }, ["job"]);
        return new TestWorker(store, await store.Processes.JoinAsync(description, earlier, CancellationToken.None));
    }

    public static async Task<JobInfo> Job(this IJobStore store, JobId id) =>
        (await store.Query.GetAsync(id, CancellationToken.None)).ShouldNotBeNull($"job {id} should be there");

    public static async Task<JobState> StateOf(this IJobStore store, JobId id) => (await store.Job(id)).State;

    public static async Task<bool> Has(this IJobStore store, JobId id) =>
        await store.Query.GetAsync(id, CancellationToken.None) is not null;

    public static async Task<JobPage> List(this IJobStore store, JobFilter filter) =>
        await store.Query.ListAsync(filter, CancellationToken.None);

    public static Task<IReadOnlyList<JobInfo>> All(this IJobStore store, JobStates states = JobStates.Any) =>
        store.All(new JobFilter { States = states, Limit = 1_000 });

    /// <summary>Every job that matches, page by page, the newest first.</summary>
    public static async Task<IReadOnlyList<JobInfo>> All(this IJobStore store, JobFilter filter)
    {
        var all = new List<JobInfo>();
        var next = filter;
        for (var more = true; more;)
        {
            var page = await store.List(next);
            all.AddRange(page.Jobs);
            more = page.Next is not null;
            (more && page.Next == next.After).ShouldBeFalse("the list goes round in a circle");
            next = next with { After = page.Next };
        }

        return all;
    }

    public static async Task<IReadOnlyList<QueueInfo>> AllQueues(this IJobStore store) =>
        await store.Query.QueuesAsync(JobStates.Any, CancellationToken.None);

    public static async Task<QueueInfo?> FindQueue(this IJobStore store, string name = JobDefaults.Queue) =>
        (await store.AllQueues()).SingleOrDefault(queue => queue.Name == name);

    public static async Task<IReadOnlyList<ProcessInfo>> Registered(this IJobStore store) =>
        await store.Query.ProcessesAsync(CancellationToken.None);

    public static async Task<QueueInfo> Queue(this IJobStore store, string name = JobDefaults.Queue) =>
        (await store.FindQueue(name)).ShouldNotBeNull($"queue {name} should be listed");

    public static async Task<long> Count(this IJobStore store, JobState state, string queue = JobDefaults.Queue) =>
        (await store.FindQueue(queue))?.Counts.GetValueOrDefault(state) ?? 0;

    public static async Task<Promotion> Promote(this IJobStore store, int limit = 1_000) =>
        await store.Promoter.PromoteAsync(limit, CancellationToken.None);

    public static async Task<int> Prune(this IJobStore store, JobState state, TimeSpan olderThan, int limit = 1_000) =>
        await store.Pruner.PruneAsync(state, olderThan, limit, CancellationToken.None);

    public static async Task<CancelResult> Cancel(this IJobStore store, JobId id, string reason = "no longer wanted") =>
        await store.Control.CancelAsync(id, reason, CancellationToken.None);

    public static async Task<RetryResult> Retry(this IJobStore store, JobId id) =>
        await store.Control.RetryAsync(id, CancellationToken.None);

    public static async Task<UpdateResult> Update(this IJobStore store, JobId id, JobUpdate update) =>
        await store.Control.UpdateAsync(id, update, CancellationToken.None);

    public static async Task<DeleteResult> Delete(this IJobStore store, JobId id) =>
        await store.Control.DeleteAsync(id, CancellationToken.None);

    public static async Task<int> Resume(this IJobStore store, SuspensionReason reason, params string[] names) =>
        await store.Control.ResumeSuspendedAsync(reason, names, [JobDefaults.Queue], int.MaxValue, CancellationToken.None);

    public static Task<bool> Pause(this IJobStore store, string queue = JobDefaults.Queue, string? reason = null, string? by = null) =>
        store.Say(queue, said => said with { IsPaused = true, PauseReason = reason, PausedBy = by });

    public static Task<bool> Resume(this IJobStore store, string queue = JobDefaults.Queue) =>
        store.Say(queue, said => said.IsPaused ? said with { IsPaused = false } : null);

    public static Task<bool> Set(this IJobStore store, string? settings, string queue = JobDefaults.Queue) =>
        store.Say(queue, said => said with { Settings = settings });

    public static async Task<StoredQueue> Said(this IJobStore store, string queue = JobDefaults.Queue) =>
        (await store.Queues.ListAsync(CancellationToken.None)).Single(said => said.Name == queue);

    private static Task<bool> Say(this IJobStore store, string queue, Func<StoredQueue, StoredQueue?> change) =>
        QueueChange.ApplyAsync(store.Queues, queue, change, (_, _) => null, CancellationToken.None);
}
