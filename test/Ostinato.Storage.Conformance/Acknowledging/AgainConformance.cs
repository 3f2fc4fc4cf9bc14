namespace Ostinato.Storage.Conformance;

/// <summary>Attempts after which a job runs again: retry, snooze, return, suspend.</summary>
public abstract class AgainConformance<TFixture> : StoreScenarios<TFixture>
    where TFixture : StoreFixture, new()
{
    private static readonly TimeSpan TenMinutes = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task A_failed_job_waits_for_its_time_with_the_attempt_spent()
    {
        var (worker, claimed) = await ClaimNew();

        await worker.Retry(claimed, TenMinutes);

        var job = await Store.Job(claimed.Id);
        (job.State, job.Attempt).ShouldBe((JobState.Retryable, 1));
        (job.DueAt - claimed.ClaimedAt).ShouldBeAbout(TenMinutes);
        (await worker.Claim(10)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_failed_job_may_name_an_absolute_time()
    {
        var (worker, claimed) = await ClaimNew();
        var due = claimed.ClaimedAt.AddDays(1);

        await worker.Acknowledge(claimed, AttemptEnd.Retry, new AttemptDetail { Due = new DueTime(due, null) });

        (await Store.Job(claimed.Id)).DueAt.ShouldNotBeNull().ShouldBe(due, TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task A_failed_job_that_is_due_at_once_goes_behind_those_that_wait()
    {
        await Store.EnqueueMany(New.Jobs("a", "b"));
        var worker = await Store.Join();

        await worker.Retry(await worker.ClaimOne(), TimeSpan.Zero);

        (await Store.All()).ShouldAllBe(job => job.State == JobState.Available);
        (await worker.ClaimInTurn()).ShouldBe("b a");
    }

    [Fact]
    public async Task A_failed_job_whose_time_has_passed_is_available_at_once()
    {
        var (worker, claimed) = await ClaimNew();
        var past = new DueTime(claimed.ClaimedAt.AddHours(-1), null);

        await worker.Acknowledge(claimed, AttemptEnd.Retry, new AttemptDetail { Due = past });

        (await worker.ClaimOne()).Attempt.ShouldBe(2);
    }

    [Fact]
    public async Task A_failed_job_that_is_due_at_once_wakes_its_queue()
    {
        var (worker, claimed) = await ClaimNew();
        using var signals = new SignalRecorder(Store);

        await worker.Retry(claimed, TimeSpan.Zero);

        await signals.UntilWoken();
    }

    [Fact]
    public async Task A_snooze_spends_no_attempt()
    {
        var (worker, claimed) = await ClaimNew();

        await worker.Snooze(claimed, TenMinutes);

        var job = await Store.Job(claimed.Id);
        (job.State, job.Attempt).ShouldBe((JobState.Scheduled, 0));
        (job.DueAt - claimed.ClaimedAt).ShouldBeAbout(TenMinutes);
        job.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_snooze_after_a_failed_attempt_leaves_the_job_retryable()
    {
        var (worker, claimed) = await ClaimNew();
        await worker.Retry(claimed, TimeSpan.Zero);

        await worker.Snooze(await worker.ClaimOne(), TenMinutes);

        var job = await Store.Job(claimed.Id);
        (job.State, job.Attempt).ShouldBe((JobState.Retryable, 1));
        await PassMinutes(11);
        await Store.Promote();
        (await worker.ClaimOne()).Attempt.ShouldBe(2);
    }

    [Fact]
    public async Task A_hundred_snoozes_spend_nothing_and_leave_nothing_behind()
    {
        var (worker, claimed) = await ClaimNew();
        for (var snooze = 0; snooze < 100; snooze++)
        {
            await worker.Snooze(claimed, TimeSpan.Zero);
            claimed = await worker.ClaimOne();
        }

        claimed.Attempt.ShouldBe(1);
        (await Store.All()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_returned_job_spends_no_attempt()
    {
        var (worker, claimed) = await ClaimNew();

        await worker.Return(claimed);

        var job = await Store.Job(claimed.Id);
        (job.State, job.Attempt, job.Crashes).ShouldBe((JobState.Available, 0, 0));
        (await worker.ClaimOne()).Attempt.ShouldBe(1);
    }

    [Fact]
    public async Task A_returned_job_goes_back_to_its_old_place()
    {
        await Store.EnqueueMany(New.Jobs("a", "b", "c", "d", "e"));
        var worker = await Store.Join();
        var claimed = await worker.Claim(4);

        await worker.Return(claimed[2]);
        await worker.Return(claimed[0]);
        await worker.Return(claimed[1]);

        (await worker.ClaimInTurn()).ShouldBe("a b c e");
    }

    [Fact]
    public async Task A_returned_job_has_waited_since_it_first_could_run()
    {
        await Store.Enqueue(New.Job("old", priority: 6));
        var worker = await Store.Join();
        var claimed = await worker.ClaimOne();
        await PassMinutes(3.5);

        await worker.Return(claimed);
        await Store.Enqueue(New.Job("new", priority: 4));

        (await worker.ClaimInTurn()).ShouldBe("old new");
    }

    [Fact]
    public async Task A_returned_job_wakes_its_queue()
    {
        var (worker, claimed) = await ClaimNew();
        using var signals = new SignalRecorder(Store);

        await worker.Return(claimed);

        await signals.UntilWoken();
    }

    [Theory]
    [InlineData(SuspensionReason.UnknownName)]
    [InlineData(SuspensionReason.UnreadablePayload)]
    [InlineData(SuspensionReason.Poison)]
    public async Task A_suspended_job_says_why_and_spends_no_attempt(SuspensionReason why)
    {
        var (worker, claimed) = await ClaimNew();

        await worker.Suspend(claimed, why, "nobody knows 'a'");

        var job = await Store.Job(claimed.Id);
        (job.State, job.Suspension, job.Reason, job.Attempt).ShouldBe((JobState.Suspended, why, "nobody knows 'a'", 0));
        (await worker.Claim(10)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_suspended_job_stays_aside_however_much_time_passes()
    {
        var (worker, claimed) = await ClaimNew();
        await worker.Suspend(claimed, SuspensionReason.UnknownName);

        await PassMinutes(60 * 24 * 30);
        await Store.Promote();

        (await Store.StateOf(claimed.Id)).ShouldBe(JobState.Suspended);
    }

    private async Task<(TestWorker Worker, ClaimedJob Claimed)> ClaimNew()
    {
        await Store.Enqueue("a");
        var worker = await Store.Join();
        return (worker, await worker.ClaimOne());
    }
}
