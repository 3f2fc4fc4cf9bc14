namespace Ostinato.Storage.Conformance;

/// <summary>A person cancels a job.</summary>
public abstract class CancelConformance<TFixture> : StoreScenarios<TFixture>
    where TFixture : StoreFixture, new()
{
    private static readonly AttemptDetail Later = new()
    {
        Due = new DueTime(null, TimeSpan.FromHours(1)),
        Suspension = SuspensionReason.UnknownName,
    };

    [Theory]
    [InlineData(JobState.Scheduled)]
    [InlineData(JobState.Available)]
    [InlineData(JobState.Retryable)]
    [InlineData(JobState.Suspended)]
    public async Task A_waiting_job_is_cancelled_at_once(JobState state)
    {
        var id = await Store.EnqueueAs(state);
        var errors = (await Store.Job(id)).Errors.Count;
        await PassMinutes(5);

        (await Store.Cancel(id, "wrong customer")).ShouldBe(CancelResult.Cancelled);

        var job = await Store.Job(id);
        (job.State, job.Reason).ShouldBe((JobState.Cancelled, "wrong customer"));
        (job.FinishedAt - job.EnqueuedAt).ShouldBeAbout(TimeSpan.FromMinutes(5));
        job.Errors.Count.ShouldBe(errors);
    }

    [Theory]
    [InlineData(JobState.Completed)]
    [InlineData(JobState.Cancelled)]
    [InlineData(JobState.Discarded)]
    public async Task A_final_job_stays_as_it_is(JobState state)
    {
        var id = await Store.EnqueueAs(state);
        var before = await Store.Job(id);

        (await Store.Cancel(id)).ShouldBe(CancelResult.AlreadyFinal);

        var job = await Store.Job(id);
        (job.State, job.Reason, job.FinishedAt).ShouldBe((before.State, before.Reason, before.FinishedAt));
    }

    [Fact]
    public async Task A_job_that_is_not_there_cannot_be_cancelled()
    {
        (await Store.Cancel(new JobId(987_654_321))).ShouldBe(CancelResult.NotFound);
    }

    [Fact]
    public async Task A_cancelled_job_is_not_claimed_and_its_neighbours_are()
    {
        var ids = await Store.EnqueueMany(New.Jobs("a", "b", "c", "d", "e"));

        await Store.Cancel(ids[0]);
        await Store.Cancel(ids[2]);
        await Store.Cancel(ids[4]);

        (await (await Store.Join()).ClaimInTurn()).ShouldBe("b d");
    }

    [Fact]
    public async Task A_running_job_goes_on_until_its_holder_has_heard()
    {
        var (worker, claimed) = await ClaimNew();

        (await Store.Cancel(claimed.Id, "wrong customer")).ShouldBe(CancelResult.Requested);

        var job = await Store.Job(claimed.Id);
        (job.State, job.IsCancelRequested, job.Process).ShouldBe((JobState.Executing, true, worker.Identity));
    }

    [Fact]
    public async Task The_holder_is_told_again_and_again_until_it_acknowledges()
    {
        var (worker, claimed) = await ClaimNew();
        await (await OpenAnother()).Cancel(claimed.Id, "wrong customer");

        (await worker.Exchange([])).Cancellations.ShouldBe([new CancelRequest(claimed.Id, "wrong customer")]);
        (await worker.Exchange([])).Cancellations.ShouldBe([new CancelRequest(claimed.Id, "wrong customer")]);

        var ended = new Acknowledgement(claimed, AttemptEnd.Cancelled, TimeSpan.Zero, new AttemptDetail { Reason = "wrong customer" });
        (await worker.Exchange([ended])).Cancellations.ShouldBeEmpty();
        (await Store.StateOf(claimed.Id)).ShouldBe(JobState.Cancelled);
    }

    [Fact]
    public async Task Nobody_but_the_holder_is_told()
    {
        var (_, claimed) = await ClaimNew();
        await Store.Cancel(claimed.Id);

        (await (await Store.Join()).Exchange([])).Cancellations.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_second_request_changes_nothing()
    {
        var (worker, claimed) = await ClaimNew();
        await Store.Cancel(claimed.Id);

        (await Store.Cancel(claimed.Id)).ShouldBe(CancelResult.Requested);

        (await worker.Exchange([])).Cancellations.ShouldHaveSingleItem().Id.ShouldBe(claimed.Id);
    }

    [Theory]
    [InlineData(AttemptEnd.Retry)]
    [InlineData(AttemptEnd.Snooze)]
    [InlineData(AttemptEnd.Return)]
    [InlineData(AttemptEnd.Suspend)]
    public async Task A_job_that_would_run_again_ends_cancelled_instead(AttemptEnd end)
    {
        var (worker, claimed) = await ClaimNew();
        await Store.Cancel(claimed.Id, "wrong customer");

        await worker.Acknowledge(claimed, end, Later);

        var job = await Store.Job(claimed.Id);
        (job.State, job.Reason).ShouldBe((JobState.Cancelled, "wrong customer"));
    }

    [Theory]
    [InlineData(AttemptEnd.Completed, JobState.Completed)]
    [InlineData(AttemptEnd.Discarded, JobState.Discarded)]
    public async Task A_job_that_ended_before_it_heard_stays_as_it_ended(AttemptEnd end, JobState expected)
    {
        var (worker, claimed) = await ClaimNew();
        await Store.Cancel(claimed.Id);

        await worker.Acknowledge(claimed, end);

        (await Store.StateOf(claimed.Id)).ShouldBe(expected);
        (await worker.Exchange([])).Cancellations.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_job_whose_process_leaves_before_it_heard_ends_cancelled()
    {
        var (worker, claimed) = await ClaimNew();
        await Store.Cancel(claimed.Id, "wrong customer");

        await worker.Leave();

        var job = await Store.Job(claimed.Id);
        (job.State, job.Reason).ShouldBe((JobState.Cancelled, "wrong customer"));
    }

    [Fact]
    public async Task A_job_whose_process_joins_again_before_it_heard_ends_cancelled()
    {
        var (worker, claimed) = await ClaimNew();
        await Store.Cancel(claimed.Id, "wrong customer");

        await worker.Rejoin();

        (await Store.StateOf(claimed.Id)).ShouldBe(JobState.Cancelled);
    }

    [Fact]
    public async Task A_request_does_not_outlive_the_run_that_it_was_meant_for()
    {
        var (worker, claimed) = await ClaimNew();
        await Store.Cancel(claimed.Id);
        await worker.Complete(claimed);
        await Store.Retry(claimed.Id);

        var again = await worker.ClaimOne();

        (await Store.Job(again.Id)).IsCancelRequested.ShouldBeFalse();
        (await worker.Exchange([])).Cancellations.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_request_tells_processes_that_something_changed()
    {
        var (_, claimed) = await ClaimNew();
        using var signals = new SignalRecorder(Store);

        await Store.Cancel(claimed.Id);

        await signals.UntilAnything();
    }

    private async Task<(TestWorker Worker, ClaimedJob Claimed)> ClaimNew()
    {
        await Store.Enqueue("a");
        var worker = await Store.Join();
        return (worker, await worker.ClaimOne());
    }
}
