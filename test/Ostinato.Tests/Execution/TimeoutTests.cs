namespace Ostinato.Tests.Execution;

/// <summary>Handlers that run too long, and handlers that will not stop.</summary>
public sealed class TimeoutTests : EngineTest
{
    private const int Abandoned = 306;
    private const int EndedLate = 307;

    private static readonly EnqueueOptions HalfAMinute = new() { Timeout = TimeSpan.FromSeconds(30) };

    [Fact]
    public async Task A_handler_that_runs_into_its_timeout_is_tried_again()
    {
        var engine = await StartAsync();
        var id = await engine.EnqueueAsync(new Work("a", Act.Wait), HalfAMinute);
        var run = await Recorder.StartedAsync("a");

        await AdvanceAsync(TimeSpan.FromSeconds(30));

        var job = await engine.UntilAsync(id, JobState.Retryable);
        run.StopReason.ShouldBe(StopReason.Timeout);
        job.Errors[0].Type.ShouldBe("System.TimeoutException");
        job.Errors[0].Message.ShouldStartWith("The attempt ran longer than its timeout of 00:00:30.");
    }

    [Fact]
    public async Task Without_a_timeout_a_handler_may_run_for_days()
    {
        var engine = await StartAsync();
        var id = await engine.EnqueueAsync(new Work("a", Act.Wait));
        var run = await Recorder.StartedAsync("a");

        Time.Advance(TimeSpan.FromDays(3));
        await SettleAsync();
        run.Token.IsCancellationRequested.ShouldBeFalse();
        Recorder.Open("a");

        await engine.UntilAsync(id, JobState.Completed);
    }

    [Fact]
    public async Task A_handler_that_ignores_its_token_is_abandoned_after_the_grace_and_keeps_its_slot()
    {
        var engine = await StartAsync(new()
        {
            Queues = new() { ["default"] = 1 },
            Worker = options => options.AbandonAfter = TimeSpan.FromSeconds(5),
        });
        var id = await engine.EnqueueAsync(new Work("deaf", Act.Ignore), HalfAMinute);
        await Recorder.StartedAsync("deaf");
        var next = await engine.EnqueueAsync(new Work("next"));

        await AdvanceAsync(TimeSpan.FromSeconds(34));
        (await engine.GetAsync(id)).State.ShouldBe(JobState.Executing);
        await AdvanceAsync(TimeSpan.FromSeconds(1));

        var job = await engine.UntilAsync(id, JobState.Retryable);
        job.Errors[0].Message.ShouldBe("The attempt ran longer than its timeout of 00:00:30 and ignored its token; it was abandoned.");
        await engine.LoggedAsync(Abandoned);
        await AdvanceAsync(TimeSpan.FromSeconds(10));
        (await engine.GetAsync(next)).State.ShouldBe(JobState.Available, "the only slot is still taken");

        Recorder.Open("deaf");
        await engine.UntilAsync(next, JobState.Completed);
        await engine.LoggedAsync(EndedLate);
    }

    [Fact]
    public async Task What_an_abandoned_handler_returns_changes_nothing()
    {
        var engine = await StartAsync();
        var id = await engine.EnqueueAsync(new Work("deaf", Act.Ignore, Act.ReturnCancel), HalfAMinute with { MaxAttempts = 2 });
        await Recorder.StartedAsync("deaf");
        await AdvanceAsync(TimeSpan.FromSeconds(35));
        await engine.UntilAsync(id, JobState.Retryable);

        Recorder.Open("deaf");
        await engine.LoggedAsync(EndedLate);

        (await engine.GetAsync(id)).State.ShouldBe(JobState.Retryable);
        await AdvanceAsync(TimeSpan.FromSeconds(17));
        (await engine.UntilAsync(id, JobState.Cancelled)).Reason.ShouldBe("not needed");
    }

    [Fact]
    public async Task A_handler_that_heeds_its_token_within_the_grace_is_not_abandoned()
    {
        var engine = await StartAsync();
        var id = await engine.EnqueueAsync(new Work("a", Act.Wait), HalfAMinute);
        await Recorder.StartedAsync("a");
        await AdvanceAsync(TimeSpan.FromSeconds(30));
        await engine.UntilAsync(id, JobState.Retryable);

        await AdvanceAsync(TimeSpan.FromSeconds(10));

        engine.Logs.With(Abandoned).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_handler_that_blocks_its_thread_stops_neither_other_queues_nor_the_heartbeat()
    {
        var engine = await StartAsync(new() { Queues = new() { ["default"] = 8, ["other"] = 2 } });
        for (var i = 0; i < 8; i++)
        {
            await engine.EnqueueAsync(new Work("stuck", Act.Block));
        }

        await Recorder.StartedAsync("stuck", 8);
        var beats = engine.Store.Beats;
        Time.Advance(TimeSpan.FromSeconds(2));
        await Eventually.TrueAsync(() => engine.Store.Beats > beats, "the process beats");

        var other = await engine.EnqueueAsync(new Work("other"), new EnqueueOptions { Queue = "other" });
        await engine.UntilAsync(other, JobState.Completed);
    }
}
