namespace Ostinato.Storage.Conformance;

/// <summary>A person runs a job again.</summary>
public abstract class RetryConformance<TFixture> : StoreScenarios<TFixture>
    where TFixture : StoreFixture, new()
{
    [Theory]
    [InlineData(JobState.Scheduled)]
    [InlineData(JobState.Retryable)]
    [InlineData(JobState.Completed)]
    [InlineData(JobState.Cancelled)]
    [InlineData(JobState.Discarded)]
    [InlineData(JobState.Suspended)]
    public async Task A_job_that_does_not_run_and_could_not_run_is_available_now(JobState state)
    {
        var id = await Store.EnqueueAs(state);

        (await Store.Retry(id)).ShouldBe(RetryResult.Retried);

        (await Store.StateOf(id)).ShouldBe(JobState.Available);
        (await (await Store.Join()).ClaimOne()).Id.ShouldBe(id);
    }

    [Fact]
    public async Task A_running_job_is_left_alone()
    {
        var id = await Store.EnqueueAs(JobState.Executing);

        (await Store.Retry(id)).ShouldBe(RetryResult.Executing);

        (await Store.StateOf(id)).ShouldBe(JobState.Executing);
    }

    [Fact]
    public async Task An_available_job_is_available_already()
    {
        await Store.EnqueueMany(New.Jobs("a", "b"));
        var id = (await Store.All())[1].Id;

        (await Store.Retry(id)).ShouldBe(RetryResult.AlreadyAvailable);

        (await (await Store.Join()).ClaimInTurn()).ShouldBe("a b");
    }

    [Fact]
    public async Task A_job_that_is_not_there_cannot_be_retried()
    {
        (await Store.Retry(new JobId(987_654_321))).ShouldBe(RetryResult.NotFound);
    }

    [Theory]
    [InlineData(JobState.Completed)]
    [InlineData(JobState.Cancelled)]
    [InlineData(JobState.Discarded)]
    [InlineData(JobState.Suspended)]
    public async Task A_job_that_starts_again_has_all_its_attempts_and_only_its_errors_remind_of_what_was(JobState state)
    {
        await Store.Enqueue("a");
        var worker = await Store.Join();
        await worker.Retry(await worker.ClaimOne(), TimeSpan.Zero);
        var claimed = await worker.ClaimOne();
        var end = state switch
        {
            JobState.Completed => AttemptEnd.Completed,
            JobState.Cancelled => AttemptEnd.Cancelled,
            JobState.Discarded => AttemptEnd.Discarded,
            _ => AttemptEnd.Suspend,
        };
        await worker.Acknowledge(claimed, end, new AttemptDetail { Reason = "why not", Suspension = SuspensionReason.UnknownName });

        await Store.Retry(claimed.Id);

        var job = await Store.Job(claimed.Id);
        (job.Attempt, job.Crashes, job.Reason, job.FinishedAt).ShouldBe((0, 0, null, null));
        job.Errors.Count.ShouldBe(1);
        (await worker.ClaimOne()).Attempt.ShouldBe(1);
    }

    [Fact]
    public async Task A_failed_job_that_waits_keeps_count_of_its_attempts()
    {
        var id = await Store.EnqueueAs(JobState.Retryable);

        await Store.Retry(id);

        (await Store.Job(id)).Attempt.ShouldBe(1);
        (await (await Store.Join()).ClaimOne()).Attempt.ShouldBe(2);
    }

    [Fact]
    public async Task A_poisoned_job_starts_again_without_crashes()
    {
        await Store.Enqueue("a");
        var dead = await Store.Join();
        var claimed = await dead.ClaimOne();
        await dead.Die(poisonAfter: 1);
        (await Store.StateOf(claimed.Id)).ShouldBe(JobState.Suspended);

        (await Store.Retry(claimed.Id)).ShouldBe(RetryResult.Retried);

        var again = await (await Store.Join()).ClaimOne();
        (again.Attempt, again.Crashes).ShouldBe((1, 0));
    }

    [Fact]
    public async Task The_result_of_the_earlier_run_is_gone_once_the_job_ends_without_one()
    {
        await Store.Enqueue("a");
        var worker = await Store.Join();
        var claimed = await worker.ClaimOne();
        await worker.Complete(claimed, "1");
        await Store.Retry(claimed.Id);

        await worker.Complete(await worker.ClaimOne());

        (await Store.Job(claimed.Id)).Result.ShouldBeNull();
    }

    [Fact]
    public async Task A_job_that_ends_twice_has_the_result_of_the_last_time()
    {
        await Store.Enqueue("a");
        var worker = await Store.Join();
        await worker.Complete(await worker.ClaimOne(), "1");
        var id = (await Store.All())[0].Id;
        await Store.Retry(id);

        await worker.Complete(await worker.ClaimOne(), "2");

        (await Store.Job(id)).Result.ShouldNotBeNull().ToArray().ShouldBe("2"u8.ToArray());
    }

    [Fact]
    public async Task A_retried_job_goes_behind_those_that_wait()
    {
        var id = await Store.EnqueueAs(JobState.Discarded, New.Job("old"));
        await Store.EnqueueMany(New.Jobs("a", "b"));

        await Store.Retry(id);
        await Store.Enqueue("c");

        (await (await Store.Join()).ClaimInTurn()).ShouldBe("a b old c");
    }

    [Fact]
    public async Task A_retried_job_could_run_since_the_moment_of_the_retry()
    {
        var id = await Store.EnqueueAs(JobState.Discarded);
        await PassMinutes(60);
        await Store.Retry(id);
        await PassMinutes(5);

        var claimed = await (await Store.Join()).ClaimOne();

        (claimed.ClaimedAt - claimed.AvailableAt).ShouldBeAbout(TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task One_of_many_that_ended_together_is_retried_alone()
    {
        await Store.EnqueueMany(New.Jobs("a", "b", "c", "d"));
        var worker = await Store.Join();
        var claimed = await worker.Claim(4);
        await worker.Complete(claimed);

        await Store.Retry(claimed[2].Id);

        (await worker.ClaimInTurn()).ShouldBe("c");
        (await Store.Count(JobState.Completed)).ShouldBe(3);
    }

    [Fact]
    public async Task A_retry_wakes_the_queue()
    {
        var id = await Store.EnqueueAs(JobState.Completed);
        using var signals = new SignalRecorder(Store);

        await Store.Retry(id);

        await signals.UntilWoken();
    }
}
