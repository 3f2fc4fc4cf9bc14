using Ostinato.Storage;
using Ostinato.Storage.Conformance;
using Ostinato.Testing;

namespace Ostinato.Tests.Storage;

/// <summary>The in-memory store stays within its bounds.</summary>
public sealed class MemoryBoundsTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task An_enqueue_beyond_the_bound_fails_and_stores_nothing()
    {
        var store = Create(maxJobs: 3);
        await store.EnqueueMany(New.Jobs("a", "b"));

        var error = await Should.ThrowAsync<JobStoreFullException>(() => store.InsertMany(New.Jobs("c", "d")));

        error.Message.ShouldContain("2 of at most 3");
        error.Message.ShouldContain("MaxJobs");
        (await store.All()).Names().ShouldBe("b a");
        store.VerifyPlaces();
    }

    [Fact]
    public async Task A_full_store_takes_jobs_again_when_others_have_ended()
    {
        var store = Create(maxJobs: 2);
        await store.EnqueueMany(New.Jobs("a", "b"));
        var worker = await store.Join();
        await worker.Complete(await worker.ClaimOne());

        await store.Enqueue("c");

        (await store.All()).Names().ShouldBe("c b a");
    }

    [Theory]
    [InlineData(JobState.Scheduled)]
    [InlineData(JobState.Executing)]
    [InlineData(JobState.Retryable)]
    [InlineData(JobState.Suspended)]
    public async Task Every_unfinished_job_counts(JobState state)
    {
        var store = Create(maxJobs: 1);
        await store.EnqueueAs(state);

        await Should.ThrowAsync<JobStoreFullException>(() => store.Insert(New.Job()));
    }

    [Fact]
    public async Task Duplicates_do_not_count()
    {
        var store = Create(maxJobs: 1);
        var first = await store.Enqueue(New.Job(unique: New.Key("k")));

        var answers = await store.InsertMany(New.Job(unique: New.Key("k")), New.Job(unique: New.Key("k")));

        answers.ShouldAllBe(answer => answer == new InsertedJob(first, true));
    }

    [Fact]
    public async Task A_failed_enqueue_takes_no_key_and_leaves_no_queue_behind()
    {
        var store = Create(maxJobs: 1);
        await Should.ThrowAsync<JobStoreFullException>(
            () => store.InsertMany(New.Job(queue: "other", unique: New.Key("k")), New.Job(queue: "other")));

        (await store.FindQueue("other")).ShouldBeNull();
        (await store.Insert(New.Job(unique: New.Key("k")))).IsDuplicate.ShouldBeFalse();
    }

    [Fact]
    public async Task The_final_jobs_that_ended_first_are_dropped_beyond_the_bound()
    {
        var store = Create(maxFinalJobs: 3);
        await store.EnqueueMany(New.Jobs(6));
        var worker = await store.Join();
        for (var number = 0; number < 6; number++)
        {
            var job = await worker.ClaimOne();
            await (number % 2 == 0 ? worker.Complete(job) : worker.Discard(job));
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        (await store.All()).Names().ShouldBe("5 4 3");
        store.VerifyPlaces();
    }

    [Fact]
    public async Task A_store_may_keep_no_final_jobs_at_all()
    {
        var store = Create(maxFinalJobs: 0);
        await store.Enqueue("a");
        var worker = await store.Join();

        await worker.Complete(await worker.ClaimOne());

        (await store.All()).ShouldBeEmpty();
        (await store.AllQueues()).ShouldBeEmpty();
        store.VerifyPlaces();
    }

    [Fact]
    public async Task A_dropped_job_gives_its_key_up()
    {
        var store = Create(maxFinalJobs: 1);
        await store.EnqueueAs(JobState.Completed, New.Job(unique: New.Key("k", JobStates.Any)));
        _time.Advance(TimeSpan.FromSeconds(1));
        await store.EnqueueAs(JobState.Completed);

        (await store.Insert(New.Job(unique: New.Key("k")))).IsDuplicate.ShouldBeFalse();
    }

    [Fact]
    public async Task A_long_life_of_short_jobs_leaves_only_those_that_are_kept()
    {
        var store = Create(maxFinalJobs: 100);
        var worker = await store.Join();
        var oldest = await store.Enqueue(New.Job("oldest", queue: "kept"));
        for (var round = 0; round < 300; round++)
        {
            await store.EnqueueMany(New.Jobs(500));
            await worker.Complete(await worker.Claim(500));
        }

        (await store.All()).Count.ShouldBe(101);
        (await store.Job(oldest)).Name.ShouldBe("oldest");
        await store.Delete(oldest);
        (await store.Enqueue("next")).ShouldNotBe(oldest);
        store.VerifyPlaces();
    }

    private MemoryJobStore Create(int maxJobs = 1_000, int maxFinalJobs = 1_000) =>
        new(new MemoryStoreOptions { MaxJobs = maxJobs, MaxFinalJobs = maxFinalJobs }, _time);
}
