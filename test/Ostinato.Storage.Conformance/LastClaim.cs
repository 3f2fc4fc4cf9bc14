namespace Ostinato.Storage.Conformance;

/// <summary>
/// After a scenario, one more process takes everything that can be taken: exactly the available jobs, each once, and no final one.
/// Then it leaves, and all is as it was.
/// </summary>
public static class LastClaim
{
    public static async Task Check(IJobStore store)
    {
        await store.Promote(1_000_000);
        var before = await Snapshot(store);
        var open = (await store.AllQueues()).Where(queue => !queue.IsPaused).Select(queue => queue.Name).ToHashSet();
        var available = (await store.All(JobStates.Available)).Where(job => open.Contains(job.Queue));
        var worker = await store.Join("last");

        var claimed = await ClaimAll(worker, open);

        claimed.Ids().ShouldBeUnique("a job was claimed twice");
        claimed.Ids().ShouldBeJobs(available.Ids(), "not exactly the available jobs were claimed");
        await worker.Leave();
        (await Snapshot(store)).ShouldBe(before, "a process came and went, and left a trace");
    }

    private static async Task<List<ClaimedJob>> ClaimAll(TestWorker worker, HashSet<string> queues)
    {
        var all = new List<ClaimedJob>();
        for (var last = -1; last != all.Count;)
        {
            last = all.Count;
            foreach (var queue in queues)
            {
                all.AddRange((await worker.Exchange([], new ClaimRequest(queue, 1_000))).Claimed);
            }
        }

        return all;
    }

    private static async Task<string> Snapshot(IJobStore store) =>
        string.Join('\n', (await store.All()).Select(Line));

    private static string Line(JobInfo job) => $"{job.Id} {job.State} {job.Attempt} {job.Crashes} {job.FinishedAt:O} {job.Reason}";
}
