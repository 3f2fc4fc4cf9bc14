namespace Ostinato.Storage.Conformance;

/// <summary>Questions about queues.</summary>
public abstract class QueueQueryConformance<TFixture> : StoreScenarios<TFixture>
    where TFixture : StoreFixture, new()
{
    [Fact]
    public async Task Queues_are_listed_by_name()
    {
        await Store.EnqueueMany(New.Job(queue: "mail"), New.Job(queue: "default"), New.Job(queue: "a-queue"));
        await Store.Pause("paused");

        (await Store.AllQueues()).Select(queue => queue.Name).ShouldBe(["a-queue", "default", "mail", "paused"]);
    }

    [Fact]
    public async Task A_queue_counts_its_jobs_in_each_state()
    {
        foreach (var state in Enum.GetValues<JobState>())
        {
            await Store.EnqueueAs(state);
            await Drain();
        }

        await Store.Enqueue("elsewhere", "other");

        var counts = (await Store.Queue()).Counts;

        counts.GetValueOrDefault(JobState.Scheduled).ShouldBe(1);
        counts.GetValueOrDefault(JobState.Executing).ShouldBe(2);
        counts.GetValueOrDefault(JobState.Retryable).ShouldBe(1);
        counts.GetValueOrDefault(JobState.Completed).ShouldBe(1);
        counts.GetValueOrDefault(JobState.Cancelled).ShouldBe(1);
        counts.GetValueOrDefault(JobState.Discarded).ShouldBe(1);
        counts.GetValueOrDefault(JobState.Suspended).ShouldBe(1);
    }

    [Fact]
    public async Task Available_jobs_of_a_queue_are_counted_no_further_than_asked()
    {
        await Store.EnqueueMany(New.Jobs(30));
        await Store.Enqueue("one more");
        await Store.EnqueueAs(JobState.Scheduled);
        await Store.Enqueue("elsewhere", "other");

        (await Store.Query.CountAvailableAsync(JobDefaults.Queue, 100, default)).ShouldBe(31);
        (await Store.Query.CountAvailableAsync(JobDefaults.Queue, 12, default)).ShouldBe(12);
        (await Store.Query.CountAvailableAsync("unknown", 100, default)).ShouldBe(0);
    }

    [Fact]
    public async Task A_state_without_jobs_is_absent()
    {
        await Store.Enqueue("a");

        (await Store.Queue()).Counts.ShouldBe(new Dictionary<JobState, long> { [JobState.Available] = 1 });
    }

    [Fact]
    public async Task Counts_follow_the_jobs()
    {
        await Store.EnqueueMany(New.Jobs(100));
        var worker = await Store.Join();
        var claimed = await worker.Claim(60);
        await worker.Complete(claimed.Take(25));

        (await Store.Queue()).Counts.ShouldBe(
            new Dictionary<JobState, long> { [JobState.Available] = 40, [JobState.Executing] = 35, [JobState.Completed] = 25 },
            ignoreOrder: true);

        await worker.Leave();
        (await Store.Queue()).Counts.ShouldBe(
            new Dictionary<JobState, long> { [JobState.Available] = 75, [JobState.Completed] = 25 }, ignoreOrder: true);
    }

    [Fact]
    public async Task A_queue_says_how_long_its_longest_waiting_job_has_waited()
    {
        await Store.Enqueue("old");
        await PassMinutes(10);
        await Store.Enqueue(New.Job("new", priority: 0));

        (await Store.Queue()).OldestAvailable.ShouldBeAbout(TimeSpan.FromMinutes(10));

        await (await Store.Join()).ClaimOne();
        (await Store.Queue()).OldestAvailable.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_queue_in_which_nothing_is_available_has_no_longest_waiting_job()
    {
        await Store.EnqueueAs(JobState.Completed);
        await Store.EnqueueAs(JobState.Scheduled);
        await Store.EnqueueAs(JobState.Executing);

        (await Store.Queue()).OldestAvailable.ShouldBeNull();
    }

    [Fact]
    public async Task After_a_jump_of_the_clock_back_nothing_has_waited_less_than_no_time()
    {
        await Store.Enqueue("a");

        await PassMinutes(-60);

        (await Store.Queue()).OldestAvailable.ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(TimeSpan.Zero);
    }

    [Fact]
    public async Task A_promoted_job_counts_as_waiting_since_its_due_time()
    {
        await Store.Enqueue(New.Job(wait: TimeSpan.FromMinutes(10)));
        await PassMinutes(15);
        await Store.Promote();

        (await Store.Queue()).OldestAvailable.ShouldBeAbout(TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task Another_process_sees_the_same_queues()
    {
        await Store.EnqueueMany(New.Jobs(3));
        await Store.Pause("paused", "why not");

        var queues = await (await OpenAnother()).AllQueues();

        queues.Select(queue => (queue.Name, queue.IsPaused)).ShouldBe([("default", false), ("paused", true)]);
        queues[0].Counts[JobState.Available].ShouldBe(3);
    }

    // What is available would be in the way of the next job that is brought into its state.
    private async Task Drain() => await (await Store.Join()).Claim(10);

    [Fact]
    public async Task Only_the_states_that_are_asked_for_are_counted_and_make_a_queue_appear()
    {
        await Store.Enqueue("a", "busy");
        await Store.Enqueue("b", "idle");
        var worker = await Store.Join();
        await worker.Acknowledge(await worker.ClaimOne("idle"), AttemptEnd.Completed);

        var queues = await Store.Query.QueuesAsync(JobStates.Incomplete, CancellationToken.None);

        queues.ShouldHaveSingleItem().Counts.ShouldBe([new(JobState.Available, 1)]);
    }
}
