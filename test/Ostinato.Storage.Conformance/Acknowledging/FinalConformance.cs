using System.Text;

namespace Ostinato.Storage.Conformance;

/// <summary>Attempts that end a job.</summary>
public abstract class FinalConformance<TFixture> : StoreScenarios<TFixture>
    where TFixture : StoreFixture, new()
{
    [Fact]
    public async Task A_completed_job_is_final_with_the_time_of_its_end()
    {
        var (worker, claimed) = await ClaimNew();
        await PassMinutes(3);

        await worker.Complete(claimed);

        var job = await Store.Job(claimed.Id);
        (job.State, job.Attempt).ShouldBe((JobState.Completed, 1));
        (job.FinishedAt - claimed.ClaimedAt).ShouldBeAbout(TimeSpan.FromMinutes(3));
    }

    [Fact]
    public async Task How_long_the_attempt_ran_is_kept_to_the_millisecond()
    {
        var (worker, claimed) = await ClaimNew();

        await worker.Acknowledge(new Acknowledgement(claimed, AttemptEnd.Completed, TimeSpan.FromMilliseconds(1_234)));

        (await Store.Job(claimed.Id)).Duration.ShouldNotBeNull()
            .ShouldBe(TimeSpan.FromMilliseconds(1_234), TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task Durations_of_jobs_that_ended_together_do_not_mix()
    {
        await Store.EnqueueMany(New.Jobs(50));
        var worker = await Store.Join();
        var claimed = await worker.Claim(50);

        var ended = claimed.Reverse().Select(job => new Acknowledgement(job, AttemptEnd.Completed, DurationOf(job.Name)));
        await worker.Acknowledge([.. ended]);

        foreach (var job in await Store.All())
        {
            job.Duration.ShouldNotBeNull().ShouldBe(DurationOf(job.Name), TimeSpan.FromMilliseconds(1));
        }

        static TimeSpan DurationOf(string name) => TimeSpan.FromMilliseconds(10 * int.Parse(name, provider: null));
    }

    [Fact]
    public async Task A_result_is_kept_byte_for_byte()
    {
        var (worker, claimed) = await ClaimNew();

        await worker.Complete(claimed, """{"page":"ž😀"}""");

        Encoding.UTF8.GetString((await Store.Job(claimed.Id)).Result.ShouldNotBeNull().Span).ShouldBe("""{"page":"ž😀"}""");
    }

    [Fact]
    public async Task A_job_completed_without_a_result_has_none()
    {
        var (worker, claimed) = await ClaimNew();

        await worker.Complete(claimed);

        (await Store.Job(claimed.Id)).Result.ShouldBeNull();
    }

    [Fact]
    public async Task A_result_that_says_null_is_a_result()
    {
        var (worker, claimed) = await ClaimNew();

        await worker.Complete(claimed, "null");

        (await Store.Job(claimed.Id)).Result.ShouldNotBeNull().ToArray().ShouldBe("null"u8.ToArray());
    }

    [Fact]
    public async Task A_cancelled_job_keeps_its_reason_and_its_error()
    {
        var (worker, claimed) = await ClaimNew();

        await worker.Cancel(claimed, "the user is gone");

        var job = await Store.Job(claimed.Id);
        (job.State, job.Reason, job.Attempt).ShouldBe((JobState.Cancelled, "the user is gone", 1));
        job.Errors.ShouldHaveSingleItem().Type.ShouldBe(TestWorker.Error.Type);
    }

    [Fact]
    public async Task A_discarded_job_keeps_its_reason_and_its_error()
    {
        var (worker, claimed) = await ClaimNew();

        await worker.Discard(claimed, "20 of 20 attempts failed");

        var job = await Store.Job(claimed.Id);
        (job.State, job.Reason, job.Attempt).ShouldBe((JobState.Discarded, "20 of 20 attempts failed", 1));
        job.Errors.ShouldHaveSingleItem().Message.ShouldBe(TestWorker.Error.Message);
    }

    [Fact]
    public async Task Every_kind_of_end_may_travel_in_one_exchange()
    {
        await Store.EnqueueMany(New.Jobs("completed", "cancelled", "discarded", "retry", "snooze", "return", "suspend", "kept"));
        var worker = await Store.Join();
        var claimed = (await worker.Claim(8)).ToDictionary(job => job.Name);
        var later = new AttemptDetail { Due = new DueTime(null, TimeSpan.FromHours(1)), Suspension = SuspensionReason.UnknownName };

        await worker.Acknowledge(
            new(claimed["return"], AttemptEnd.Return, TimeSpan.Zero),
            new(claimed["completed"], AttemptEnd.Completed, TimeSpan.Zero),
            new(claimed["retry"], AttemptEnd.Retry, TimeSpan.Zero, later),
            new(claimed["suspend"], AttemptEnd.Suspend, TimeSpan.Zero, later),
            new(claimed["discarded"], AttemptEnd.Discarded, TimeSpan.Zero),
            new(claimed["snooze"], AttemptEnd.Snooze, TimeSpan.Zero, later),
            new(claimed["cancelled"], AttemptEnd.Cancelled, TimeSpan.Zero));

        var states = (await Store.All()).ToDictionary(job => job.Name, job => job.State);
        states.ShouldBe(
            new Dictionary<string, JobState>
            {
                ["completed"] = JobState.Completed,
                ["cancelled"] = JobState.Cancelled,
                ["discarded"] = JobState.Discarded,
                ["retry"] = JobState.Retryable,
                ["snooze"] = JobState.Scheduled,
                ["return"] = JobState.Available,
                ["suspend"] = JobState.Suspended,
                ["kept"] = JobState.Executing,
            },
            ignoreOrder: true);
    }

    [Fact]
    public async Task Five_hundred_jobs_end_in_one_exchange_in_any_order()
    {
        await Store.EnqueueMany(New.Jobs(1_000));
        var worker = await Store.Join();
        var claimed = await worker.Claim(1_000);

        await worker.Complete(claimed.Where((_, index) => index % 2 == 0).OrderBy(job => job.Name, StringComparer.Ordinal));

        (await Store.Count(JobState.Completed)).ShouldBe(500);
        (await Store.Count(JobState.Executing)).ShouldBe(500);
        (await Store.StateOf(claimed[3].Id)).ShouldBe(JobState.Executing);
    }

    [Fact]
    public async Task A_final_job_stays_where_it_is()
    {
        var (worker, claimed) = await ClaimNew();
        await worker.Complete(claimed);
        await PassMinutes(60);

        await Store.Promote();
        await worker.Leave();

        (await Store.StateOf(claimed.Id)).ShouldBe(JobState.Completed);
        (await (await Store.Join()).Claim(10)).ShouldBeEmpty();
    }

    private async Task<(TestWorker Worker, ClaimedJob Claimed)> ClaimNew()
    {
        await Store.Enqueue("a");
        var worker = await Store.Join();
        return (worker, await worker.ClaimOne());
    }
}
