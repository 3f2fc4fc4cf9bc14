using Ostinato.Storage;

namespace Ostinato.Testing.Tests.World;

public sealed class PerformAsyncTests
{
    private readonly Scripts _scripts = new();

    [Fact]
    public async Task Handler_that_succeeds_completes_its_job()
    {
        var execution = await _scripts.PerformAsync(new Step("a"));

        execution.Name.ShouldBe("step");
        execution.Payload.ShouldBe(new Step("a"));
        execution.Outcome.ShouldBe(AttemptEnd.Completed);
        execution.Attempt.ShouldBe(1);
        execution.Error.ShouldBeNull();
    }

    [Fact]
    public async Task Handler_that_throws_has_its_job_retried()
    {
        _scripts.On("a", _ => throw new InvalidOperationException("broken"));
        var time = new FakeTimeProvider();

        var execution = await _scripts.PerformAsync(new Step("a"), attempt: 2, time: time);

        execution.Outcome.ShouldBe(AttemptEnd.Retry);
        execution.Attempt.ShouldBe(2);
        execution.Error.ShouldBeOfType<InvalidOperationException>().Message.ShouldBe("broken");
        execution.RunsAgainAt.ShouldBe(time.GetUtcNow().AddMinutes(2));
    }

    [Fact]
    public async Task Last_attempt_that_fails_discards_its_job()
    {
        _scripts.On("a", _ => throw new InvalidOperationException("broken"));

        var execution = await _scripts.PerformAsync(new Step("a"), attempt: 3);

        execution.Outcome.ShouldBe(AttemptEnd.Discarded);
    }

    [Fact]
    public async Task Handler_that_cancels_its_job_says_why()
    {
        _scripts.On("a", _ => JobOutcome.Cancel("not needed"));

        var execution = await _scripts.PerformAsync(new Step("a"));

        execution.Outcome.ShouldBe(AttemptEnd.Cancelled);
        execution.Reason.ShouldBe("not needed");
    }

    [Fact]
    public async Task Handler_that_waits_for_the_clock_need_not_be_helped()
    {
        var time = new FakeTimeProvider();
        _scripts.On("a", async (_, ct) =>
        {
            await Task.Delay(TimeSpan.FromMinutes(5), time, ct);
            return JobOutcome.Done;
        });

        var execution = await _scripts.PerformAsync(new Step("a"), time: time);

        execution.Outcome.ShouldBe(AttemptEnd.Completed);
        execution.Duration.ShouldBe(TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task Handler_that_takes_too_long_is_timed_out()
    {
        var time = new FakeTimeProvider();
        _scripts.On("a", async (_, ct) =>
        {
            await Task.Delay(TimeSpan.FromHours(5), time, ct);
            return JobOutcome.Done;
        });

        var execution = await _scripts.PerformAsync(new Step("a"), time: time);

        execution.Outcome.ShouldBe(AttemptEnd.Retry);
        execution.Duration.ShouldBe(TimeSpan.FromMinutes(10));
        execution.Error.ShouldBeAssignableTo<OperationCanceledException>();
    }

    [Fact]
    public async Task Middleware_runs_around_the_handler()
    {
        var execution = await _scripts.PerformAsync(new Step("a"), configure: ostinato => ostinato.Use<Refusal>());

        execution.Outcome.ShouldBe(AttemptEnd.Discarded);
        execution.Reason.ShouldBe("refused by middleware");
    }

    [Fact]
    public async Task Payload_that_is_not_registered_is_refused()
    {
        var error = await Should.ThrowAsync<InvalidOperationException>(() => JobTest.PerformAsync(new NotAJob(1), _ => { }));

        error.Message.ShouldStartWith("NotAJob is not a registered job.");
    }

    private sealed class Refusal : IJobMiddleware
    {
        public ValueTask<JobOutcome> InvokeAsync(JobContext context, JobNext next, CancellationToken ct) =>
            new(JobOutcome.Discard("refused by middleware"));
    }
}
