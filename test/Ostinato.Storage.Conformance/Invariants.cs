namespace Ostinato.Storage.Conformance;

/// <summary>What must hold after every scenario, seen through the port.</summary>
public static class Invariants
{
    private const int LookedAtOneByOne = 200;

    public static async Task Check(IJobStore store)
    {
        var all = await store.All();
        all.Ids().ShouldBeUnique("no job is listed twice");
        await EveryJobIsInOneState(store, all);
        await CountsEqualJobs(store, all);
        await HoldersAreRegistered(store, all);
        foreach (var job in all)
        {
            FieldsFitTheState(job);
        }

        foreach (var job in all.Take(LookedAtOneByOne))
        {
            await ListAndGetAgree(store, job);
        }
    }

    private static async Task EveryJobIsInOneState(IJobStore store, IReadOnlyList<JobInfo> all)
    {
        var found = new List<JobId>();
        foreach (var state in Enum.GetValues<JobState>())
        {
            found.AddRange((await store.All(state.AsSet())).Ids());
        }

        found.Count.ShouldBe(all.Count, "a job is in two states, or in none");
        found.ShouldBeJobs(all.Ids(), "the jobs by state are not the jobs");
    }

    private static async Task CountsEqualJobs(IJobStore store, IReadOnlyList<JobInfo> all)
    {
        var counted = (await store.AllQueues())
            .SelectMany(queue => queue.Counts.Where(entry => entry.Value != 0).Select(entry => $"{queue.Name} {entry.Key}: {entry.Value}"));
        var listed = all.CountBy(job => (job.Queue, job.State)).Select(entry => $"{entry.Key.Queue} {entry.Key.State}: {entry.Value}");

        counted.Order().ShouldBe(listed.Order(), "the counts of the queues are not those of the jobs");
    }

    private static async Task HoldersAreRegistered(IJobStore store, IReadOnlyList<JobInfo> all)
    {
        var registered = (await store.Registered()).Select(process => process.Process).ToHashSet();

        all.Where(job => job.State == JobState.Executing).ShouldAllBe(job => registered.Contains(job.Process!.Value));
    }

    private static void FieldsFitTheState(JobInfo job)
    {
        var isExecuting = job.State == JobState.Executing;
        var isWaiting = job.State is JobState.Scheduled or JobState.Retryable;
        (job.Process is not null).ShouldBe(isExecuting, $"process of {job}");
        (job.ClaimedAt is not null).ShouldBe(isExecuting, $"claim time of {job}");
        (job.DueAt is not null).ShouldBe(isWaiting, $"due time of {job}");
        (job.FinishedAt is not null).ShouldBe(job.State.IsFinal(), $"finish time of {job}");
        (job.Suspension != SuspensionReason.None).ShouldBe(job.State == JobState.Suspended, $"suspension of {job}");
        (job.IsCancelRequested && !isExecuting).ShouldBeFalse($"cancel request of {job}");
        (isWaiting && (job.State == JobState.Scheduled) != (job.Attempt == 0)).ShouldBeFalse($"attempt of {job}");
        job.Attempt.ShouldBeGreaterThanOrEqualTo(isExecuting ? 1 : 0);
    }

    private static async Task ListAndGetAgree(IJobStore store, JobInfo listed)
    {
        var job = await store.Job(listed.Id);

        Summary(job).ShouldBe(Summary(listed));
        job.PayloadText.ShouldBe(listed.PayloadText);
        job.Errors.Count.ShouldBeLessThanOrEqualTo(ErrorLimits.PerJob);
    }

    private static string Summary(JobInfo job) =>
        $"{job.Id} {job.Name} {job.Queue} {job.Priority} {job.State} {job.Attempt} {job.Crashes} {job.EnqueuedAt:O} {job.DueAt:O} "
        + $"{job.ClaimedAt:O} {job.FinishedAt:O} {job.Duration} {job.Process} {job.Reason} {job.Suspension} {job.IsCancelRequested}";
}
