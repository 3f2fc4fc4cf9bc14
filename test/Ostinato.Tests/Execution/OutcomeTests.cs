using Ostinato.Storage;

namespace Ostinato.Tests.Execution;

/// <summary>What a handler does, and what the store says of the job afterwards.</summary>
public sealed class OutcomeTests : EngineTest
{
    [Fact]
    public async Task A_handler_that_returns_completes_its_job()
    {
        var engine = await StartAsync();

        var job = await engine.UntilAsync(await engine.EnqueueAsync(new Work("a")), JobState.Completed);

        job.FinishedAt.ShouldBe(Time.GetUtcNow());
        job.Errors.ShouldBeEmpty();
        Recorder.RunsOf("a").Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(Act.Throw, "broken")]
    [InlineData(Act.ThrowBeforeTheFirstAwait, "broken at once")]
    [InlineData(Act.ReturnNull, "The handler or a middleware of 'work' returned null in place of an outcome.")]
    public async Task An_exception_makes_the_job_wait_for_its_next_attempt(Act act, string message)
    {
        var engine = await StartAsync();

        var job = await engine.UntilAsync(await engine.EnqueueAsync(new Work("a", act)), JobState.Retryable);

        job.Attempt.ShouldBe(1);
        job.DueAt.ShouldBe(Time.GetUtcNow() + TimeSpan.FromSeconds(17));
        var error = job.Errors.ShouldHaveSingleItem();
        (error.Attempt, error.Type, error.Message, error.At).ShouldBe((1, "System.InvalidOperationException", message, Time.GetUtcNow()));
        error.Stack.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_failed_job_runs_again_at_its_time_and_not_before()
    {
        var engine = await StartAsync();
        var id = await engine.EnqueueAsync(new Work("a", Act.Throw, Act.Succeed));
        await engine.UntilAsync(id, JobState.Retryable);

        await AdvanceAsync(TimeSpan.FromSeconds(17) - TimeSpan.FromMilliseconds(1));
        Recorder.RunsOf("a").Count.ShouldBe(1);
        await AdvanceAsync(TimeSpan.FromMilliseconds(1));

        var job = await engine.UntilAsync(id, JobState.Completed);
        job.Attempt.ShouldBe(2);
        job.Errors.Count.ShouldBe(1);
        Recorder.RunsOf("a")[1].Attempt.ShouldBe(2);
    }

    [Fact]
    public async Task The_last_attempt_that_fails_discards_the_job()
    {
        var engine = await StartAsync();

        var id = await engine.EnqueueAsync(new Work("a", Act.Throw), new EnqueueOptions { MaxAttempts = 2 });
        await engine.UntilAsync(id, JobState.Retryable);
        await AdvanceAsync(TimeSpan.FromSeconds(17));

        var job = await engine.UntilAsync(id, JobState.Discarded);
        job.Reason.ShouldBe("out of attempts (2): broken");
        job.Errors.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_snooze_waits_without_spending_an_attempt()
    {
        var engine = await StartAsync();
        var id = await engine.EnqueueAsync(new Work("a", Act.ReturnSnooze), new EnqueueOptions { MaxAttempts = 1 });

        for (var times = 1; times <= 3; times++)
        {
            await Recorder.StartedAsync("a", times);
            var job = await engine.UntilAsync(id, JobState.Scheduled);
            (job.Attempt, job.DueAt).ShouldBe((0, Time.GetUtcNow() + WorkHandler.SnoozeFor));
            await AdvanceAsync(WorkHandler.SnoozeFor);
        }

        Recorder.RunsOf("a").ShouldAllBe(run => run.Attempt == 1);
    }

    [Theory]
    [InlineData(Act.ReturnCancel, JobState.Cancelled, "not needed", 0)]
    [InlineData(Act.ReturnDiscard, JobState.Discarded, "too old", 0)]
    [InlineData(Act.ThrowCancelled, JobState.Cancelled, "unwanted", 0)]
    [InlineData(Act.ThrowDiscarded, JobState.Discarded, "pointless", 1)]
    public async Task A_handler_may_end_its_job_for_good(Act act, JobState state, string reason, int errors)
    {
        var engine = await StartAsync();

        var job = await engine.UntilAsync(await engine.EnqueueAsync(new Work("a", act)), state);

        job.Reason.ShouldBe(reason);
        job.Errors.Count.ShouldBe(errors);
    }

    [Fact]
    public async Task A_handler_may_name_the_time_of_the_next_attempt()
    {
        var engine = await StartAsync();

        var job = await engine.UntilAsync(await engine.EnqueueAsync(new Work("a", Act.ReturnRetryAt)), JobState.Retryable);

        job.DueAt.ShouldBe(WorkHandler.RetryAt);
        (job.Errors[0].Type, job.Errors[0].Message).ShouldBe(("RetryAt", "closed until six"));
    }

    [Fact]
    public async Task A_thousand_failures_keep_ten_errors()
    {
        var engine = await StartAsync(new() { Configure = o => o.UseBackoff<Work>(Backoff.Constant(TimeSpan.Zero)) });

        var id = await engine.EnqueueAsync(new Work("a", Act.Throw), new EnqueueOptions { MaxAttempts = 1_000 });

        var job = await engine.UntilAsync(id, JobState.Discarded);
        job.Errors.Select(error => error.Attempt).ShouldBe([1, .. Enumerable.Range(992, 9)]);
        job.Errors.Count.ShouldBe(ErrorLimits.PerJob);
    }
}
