namespace Ostinato.Storage.Conformance;

/// <summary>Who holds a key as its holders come and go.</summary>
public abstract class UniqueKeyConformance<TFixture> : StoreScenarios<TFixture>
    where TFixture : StoreFixture, new()
{
    [Fact]
    public async Task A_key_that_was_taken_over_belongs_to_the_new_job()
    {
        await Store.EnqueueAs(JobState.Completed, Keyed("a"));
        var second = await Store.Enqueue(Keyed("b"));

        (await Store.Insert(Keyed("c"))).ShouldBe(new InsertedJob(second, IsDuplicate: true));
    }

    [Fact]
    public async Task An_old_holder_that_ends_does_not_free_the_key_of_the_new_one()
    {
        await Store.Enqueue(Keyed("a", JobStates.Available));
        var worker = await Store.Join();
        var first = await worker.ClaimOne();
        var second = await Store.Enqueue(Keyed("b"));

        await worker.Complete(first);
        await Store.Delete(first.Id);

        (await Store.Insert(Keyed("c"))).ShouldBe(new InsertedJob(second, IsDuplicate: true));
    }

    [Fact]
    public async Task A_deleted_job_gives_its_key_up()
    {
        var first = await Store.Enqueue(Keyed("a"));

        await Store.Delete(first);

        (await Store.Insert(Keyed("b"))).IsDuplicate.ShouldBeFalse();
    }

    [Fact]
    public async Task A_pruned_job_gives_its_key_up()
    {
        await Store.EnqueueAs(JobState.Completed, Keyed("a", JobStates.Any));
        await PassMinutes(10);

        (await Store.Prune(JobState.Completed, TimeSpan.FromMinutes(1))).ShouldBe(1);

        (await Store.Insert(Keyed("b"))).IsDuplicate.ShouldBeFalse();
    }

    [Fact]
    public async Task A_cancelled_job_gives_its_key_up()
    {
        var first = await Store.Enqueue(Keyed("a"));

        await Store.Cancel(first);

        (await Store.Insert(Keyed("b"))).IsDuplicate.ShouldBeFalse();
    }

    [Fact]
    public async Task A_job_whose_process_died_keeps_its_key()
    {
        var first = await Store.Enqueue(Keyed("a"));
        var worker = await Store.Join();
        await worker.ClaimOne();

        await worker.Die();

        (await Store.Insert(Keyed("b"))).ShouldBe(new InsertedJob(first, IsDuplicate: true));
    }

    [Fact]
    public async Task A_returned_job_keeps_its_key()
    {
        var first = await Store.Enqueue(Keyed("a"));
        var worker = await Store.Join();

        await worker.Return(await worker.ClaimOne());

        (await Store.Insert(Keyed("b"))).ShouldBe(new InsertedJob(first, IsDuplicate: true));
    }

    [Theory]
    [InlineData(JobState.Completed)]
    [InlineData(JobState.Cancelled)]
    [InlineData(JobState.Discarded)]
    public async Task A_final_job_whose_key_another_job_holds_cannot_be_retried(JobState state)
    {
        var first = await Store.EnqueueAs(state, Keyed("a"));
        await Store.Enqueue(Keyed("b"));

        (await Store.Retry(first)).ShouldBe(RetryResult.Conflict);

        (await Store.StateOf(first)).ShouldBe(state);
    }

    [Fact]
    public async Task A_suspended_job_whose_key_another_job_holds_cannot_be_retried()
    {
        var first = await Store.EnqueueAs(JobState.Suspended, Keyed("a", JobStates.Available));
        await Store.Enqueue(Keyed("b"));

        (await Store.Retry(first)).ShouldBe(RetryResult.Conflict);

        (await Store.StateOf(first)).ShouldBe(JobState.Suspended);
    }

    [Fact]
    public async Task A_final_job_can_be_retried_once_the_other_holder_has_ended()
    {
        var first = await Store.EnqueueAs(JobState.Cancelled, Keyed("a"));
        var second = await Store.Enqueue(Keyed("b"));
        await Store.Cancel(second);

        (await Store.Retry(first)).ShouldBe(RetryResult.Retried);

        (await Store.Insert(Keyed("c"))).ShouldBe(new InsertedJob(first, IsDuplicate: true));
    }

    [Fact]
    public async Task A_retried_job_holds_its_key_again()
    {
        var first = await Store.EnqueueAs(JobState.Discarded, Keyed("a"));

        (await Store.Retry(first)).ShouldBe(RetryResult.Retried);

        (await Store.Insert(Keyed("b"))).ShouldBe(new InsertedJob(first, IsDuplicate: true));
    }

    [Fact]
    public async Task A_job_that_holds_its_own_key_can_be_retried()
    {
        var first = await Store.EnqueueAs(JobState.Completed, Keyed("a", JobStates.Any));

        (await Store.Retry(first)).ShouldBe(RetryResult.Retried);
    }

    [Fact]
    public async Task A_failed_job_keeps_its_key_through_all_its_attempts()
    {
        var first = await Store.Enqueue(Keyed("a"));
        var worker = await Store.Join();
        for (var attempt = 0; attempt < 3; attempt++)
        {
            await worker.Retry(await worker.ClaimOne(), TimeSpan.FromMinutes(1));
            (await Store.Insert(Keyed("b"))).ShouldBe(new InsertedJob(first, IsDuplicate: true));
            await PassMinutes(2);
            await Store.Promote();
        }

        (await Store.Insert(Keyed("b"))).ShouldBe(new InsertedJob(first, IsDuplicate: true));
    }

    private static NewJob Keyed(string name, JobStates during = JobStates.Incomplete) => New.Job(name, unique: New.Key("the key", during));
}
