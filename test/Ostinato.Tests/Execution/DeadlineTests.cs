namespace Ostinato.Tests.Execution;

/// <summary>Jobs that are not worth starting after a while.</summary>
public sealed class DeadlineTests : EngineTest
{
    private static readonly EnqueueOptions WithinAMinute = new() { DeadlineIn = TimeSpan.FromMinutes(1) };

    [Fact]
    public async Task A_job_that_waits_past_its_deadline_is_discarded_and_not_started()
    {
        var enqueuer = await StartAsync(new() { Queues = [] });
        var id = await enqueuer.EnqueueAsync(new Work("late"), WithinAMinute);
        Time.Advance(TimeSpan.FromMinutes(1));

        var worker = await StartAsync();

        var job = await worker.UntilAsync(id, JobState.Discarded);
        job.Reason.ShouldBe("its deadline of 2030-01-01 00:01:00Z had passed before it could start");
        Recorder.RunsOf("late").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_job_that_starts_before_its_deadline_may_take_its_time()
    {
        var engine = await StartAsync();
        var id = await engine.EnqueueAsync(new Work("slow", Act.Wait), WithinAMinute);
        var run = await Recorder.StartedAsync("slow");
        await AdvanceAsync(TimeSpan.FromHours(1));

        run.Token.IsCancellationRequested.ShouldBeFalse();
        Recorder.Open("slow");

        await engine.UntilAsync(id, JobState.Completed);
    }

    [Fact]
    public async Task A_deadline_that_stops_attempts_cancels_the_token_and_discards()
    {
        var engine = await StartAsync();
        var id = await engine.EnqueueAsync(new Work("slow", Act.Wait), WithinAMinute with { StopAtDeadline = true });
        var run = await Recorder.StartedAsync("slow");

        await AdvanceAsync(TimeSpan.FromSeconds(59));
        run.Token.IsCancellationRequested.ShouldBeFalse();
        await AdvanceAsync(TimeSpan.FromSeconds(1));

        var job = await engine.UntilAsync(id, JobState.Discarded);
        run.StopReason.ShouldBe(StopReason.Deadline);
        job.Reason.ShouldBe("its deadline of 2030-01-01 00:01:00Z passed while it ran");
    }

    [Fact]
    public async Task A_handler_that_ignores_the_end_of_its_deadline_is_abandoned_and_its_job_discarded()
    {
        var engine = await StartAsync(new() { Worker = options => options.AbandonAfter = TimeSpan.FromSeconds(5) });
        var id = await engine.EnqueueAsync(new Work("deaf", Act.Ignore), WithinAMinute with { StopAtDeadline = true });
        await Recorder.StartedAsync("deaf");

        await AdvanceAsync(TimeSpan.FromSeconds(65));

        (await engine.UntilAsync(id, JobState.Discarded)).Reason.ShouldNotBeNull().ShouldContain("abandoned");
    }

    [Fact]
    public async Task A_failure_whose_next_attempt_would_come_too_late_is_the_last()
    {
        var engine = await StartAsync();
        var id = await engine.EnqueueAsync(new Work("broken", Act.Throw), new() { DeadlineIn = TimeSpan.FromSeconds(5) });

        var job = await engine.UntilAsync(id, JobState.Discarded);

        job.Reason.ShouldBe("its deadline of 2030-01-01 00:00:05Z comes before the next attempt: broken");
        job.Errors.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_retry_at_a_time_past_the_deadline_is_none()
    {
        var engine = await StartAsync();
        var id = await engine.EnqueueAsync(new Work("closed", Act.ReturnRetryAt), new() { DeadlineIn = TimeSpan.FromHours(6) });

        (await engine.UntilAsync(id, JobState.Discarded)).Reason.ShouldNotBeNull().ShouldEndWith("closed until six");
    }

    [Fact]
    public async Task A_failure_long_before_the_deadline_is_tried_again()
    {
        var engine = await StartAsync();
        var id = await engine.EnqueueAsync(new Work("shaky", Act.Throw, Act.Succeed), new() { DeadlineIn = TimeSpan.FromHours(6) });
        await engine.UntilAsync(id, JobState.Retryable);

        await AdvanceAsync(TimeSpan.FromHours(1));

        await engine.UntilAsync(id, JobState.Completed);
    }

    [Fact]
    public async Task The_span_of_a_job_that_waits_for_its_time_begins_then()
    {
        var engine = await StartAsync();
        var delayed = await engine.EnqueueAsync(new Work("a"), WithinAMinute with { Delay = TimeSpan.FromHours(1) });
        var timed = await engine.EnqueueAsync(new Work("b"), WithinAMinute with { RunAt = Time.GetUtcNow() + TimeSpan.FromHours(2) });

        await AdvanceAsync(TimeSpan.FromHours(3));

        await engine.UntilAsync(delayed, JobState.Completed);
        await engine.UntilAsync(timed, JobState.Completed);
    }

    [Fact]
    public async Task A_job_that_waited_in_memory_past_its_deadline_is_not_started_either()
    {
        var engine = await StartAsync(new() { Queues = new() { ["default"] = 1 } });
        await LearnThatJobsAreShortAsync(engine);
        await engine.EnqueueAsync(new Work("first", Act.Wait));
        await Recorder.StartedAsync("first");
        var id = await engine.EnqueueAsync(new Work("second"), WithinAMinute);
        await SettleAsync();
        await AdvanceAsync(TimeSpan.FromMinutes(2));

        Recorder.Open("first");

        await engine.UntilAsync(id, JobState.Discarded);
        Recorder.RunsOf("second").ShouldBeEmpty();
    }

    [Fact]
    public async Task What_the_payload_says_counts_where_the_call_says_nothing()
    {
        var enqueuer = await StartAsync(new() { Queues = [] });
        var id = await enqueuer.EnqueueAsync(new Urgent());
        var other = await enqueuer.EnqueueAsync(new Urgent(), new() { DeadlineIn = TimeSpan.FromDays(1) });
        Time.Advance(TimeSpan.FromMinutes(10));

        var worker = await StartAsync();

        await worker.UntilAsync(id, JobState.Discarded);
        await worker.UntilAsync(other, JobState.Completed);
    }

    [Fact]
    public async Task A_handler_sees_its_deadline()
    {
        var engine = await StartAsync();
        await engine.EnqueueAsync(new Urgent());
        await SettleAsync();

        UrgentHandler.Seen.ShouldBe(new DateTimeOffset(2030, 1, 1, 0, 5, 0, TimeSpan.Zero));
    }
}

[Job("urgent", Deadline = "00:05:00")]
internal sealed record Urgent;

internal sealed class UrgentHandler : IJobHandler<Urgent>
{
    public static DateTimeOffset? Seen { get; private set; }

    public Task HandleAsync(Urgent job, JobContext context, CancellationToken ct)
    {
        Seen = context.Deadline;
        return Task.CompletedTask;
    }
}
