namespace Ostinato.Tests.Execution;

public sealed class CancelTests : EngineTest
{
    [Fact]
    public async Task A_waiting_job_is_cancelled_at_once_and_never_runs()
    {
        var engine = await StartAsync();
        var id = await engine.EnqueueAsync(new Work("a"), new EnqueueOptions { Delay = TimeSpan.FromHours(1) });

        (await engine.Admin.Jobs.CancelAsync(id, "by Ann")).ShouldBe(CancelResult.Cancelled);

        (await engine.UntilAsync(id, JobState.Cancelled)).Reason.ShouldBe("by Ann");
        await AdvanceAsync(TimeSpan.FromHours(1));
        Recorder.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_running_job_is_told_through_its_token_with_the_reason()
    {
        var engine = await StartAsync();
        var id = await engine.EnqueueAsync(new Work("a", Act.Wait));
        var run = await Recorder.StartedAsync("a");

        (await engine.Admin.Jobs.CancelAsync(id, "by Ann")).ShouldBe(CancelResult.Requested);

        (await engine.UntilAsync(id, JobState.Cancelled)).Reason.ShouldBe("by Ann");
        run.StopReason.ShouldBe(StopReason.Cancelled);
    }

    [Fact]
    public async Task A_job_that_runs_in_another_process_is_told_too()
    {
        var worker = await StartAsync();
        var operatorsProcess = await StartAsync(new() { Queues = [] });
        var id = await operatorsProcess.EnqueueAsync(new Work("a", Act.Wait));
        await Recorder.StartedAsync("a");

        await operatorsProcess.Admin.Jobs.CancelAsync(id, "by Ann");

        await worker.UntilAsync(id, JobState.Cancelled);
    }

    [Fact]
    public async Task A_job_that_waits_in_the_memory_of_a_process_is_cancelled_without_running()
    {
        var engine = await BusyAsync();
        var id = await engine.EnqueueAsync(new Work("buffered"));
        await engine.UntilAsync(id, JobState.Executing);

        await engine.Admin.Jobs.CancelAsync(id, "by Ann");

        (await engine.UntilAsync(id, JobState.Cancelled)).Reason.ShouldBe("by Ann");
        Recorder.Open("long");
        await engine.UntilAsync(await engine.EnqueueAsync(new Work("after")), JobState.Completed);
        Recorder.RunsOf("buffered").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_handler_that_ignores_a_cancel_is_abandoned_and_its_job_is_cancelled()
    {
        var engine = await StartAsync();
        var id = await engine.EnqueueAsync(new Work("deaf", Act.Ignore));
        await Recorder.StartedAsync("deaf");
        await engine.Admin.Jobs.CancelAsync(id, "by Ann");
        await SettleAsync();

        await AdvanceAsync(TimeSpan.FromSeconds(5));

        (await engine.UntilAsync(id, JobState.Cancelled)).Reason.ShouldBe("by Ann (abandoned: the handler ignored its token)");
    }

    [Fact]
    public async Task A_handler_that_finishes_all_the_same_has_completed_its_job()
    {
        var engine = await StartAsync();
        var id = await engine.EnqueueAsync(new Work("a", Act.Ignore));
        var run = await Recorder.StartedAsync("a");
        await engine.Admin.Jobs.CancelAsync(id, "by Ann");
        await Eventually.TrueAsync(() => run.StopReason == StopReason.Cancelled, "the handler is told");

        Recorder.Open("a");

        await engine.UntilAsync(id, JobState.Completed);
    }

    [Fact]
    public async Task A_cancelled_job_is_not_tried_again_even_if_its_handler_fails_for_another_reason()
    {
        var engine = await StartAsync(new() { Configure = o => o.Use<FailsWhenStopped>() });
        var id = await engine.EnqueueAsync(new Work("a", Act.Wait));
        await Recorder.StartedAsync("a");

        await engine.Admin.Jobs.CancelAsync(id, "by Ann");

        await engine.UntilAsync(id, JobState.Cancelled);
    }

    [Fact]
    public async Task A_final_job_stays_what_it_is()
    {
        var engine = await StartAsync();
        var id = await engine.EnqueueAsync(new Work("a"));
        await engine.UntilAsync(id, JobState.Completed);

        (await engine.Admin.Jobs.CancelAsync(id, "too late")).ShouldBe(CancelResult.AlreadyFinal);

        (await engine.GetAsync(id)).State.ShouldBe(JobState.Completed);
    }

    [Fact]
    public async Task A_cancel_needs_a_reason()
    {
        var engine = await StartAsync(new() { Queues = [] });

        await Should.ThrowAsync<ArgumentException>(() => engine.Admin.Jobs.CancelAsync(new JobId(1), " "));
        (await engine.Admin.Jobs.CancelAsync(new JobId(1), "gone")).ShouldBe(CancelResult.NotFound);
    }

    /// <summary>One slot, taken by a long job, in a process that has found jobs to be short: it fetches ahead.</summary>
    private async Task<Engine> BusyAsync()
    {
        var engine = await StartAsync(new() { Queues = new() { ["default"] = 1 } });
        await LearnThatJobsAreShortAsync(engine);
        await engine.EnqueueAsync(new Work("long", Act.Wait));
        await Recorder.StartedAsync("long");
        return engine;
    }

    private sealed class FailsWhenStopped : IJobMiddleware
    {
        public async ValueTask<JobOutcome> InvokeAsync(JobContext context, JobNext next, CancellationToken ct)
        {
            try
            {
                return await next(context, ct);
            }
            catch (OperationCanceledException)
            {
                throw new IOException("broken pipe");
            }
        }
    }
}
