using Microsoft.Extensions.DependencyInjection;
using Ostinato.Hosting;

namespace Ostinato.Tests.Hosting;

public sealed class ShutdownTests : EngineTest
{
    private const int Draining = 314;
    private const int DrainTimedOut = 315;

    [Fact]
    public async Task A_stop_with_nothing_running_takes_no_time_and_leaves_the_register()
    {
        var engine = await StartAsync();

        (await engine.StopAsync()).ShouldBe(TimeSpan.Zero);

        (await Memory.Query.ProcessesAsync(CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_running_job_that_finishes_in_time_is_completed()
    {
        var engine = await StartAsync();
        var id = await engine.EnqueueAsync(new Work("a", Act.Wait));
        var run = await Recorder.StartedAsync("a");
        var stop = engine.Host.StopAsync();
        await engine.LoggedAsync(Draining);
        run.Token.IsCancellationRequested.ShouldBeFalse("it may finish");

        Recorder.Open("a");
        await stop.InTimeAsync();

        (await Job(id)).State.ShouldBe(JobState.Completed);
        engine.Logs.With(DrainTimedOut).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_running_job_that_does_not_finish_goes_back_without_spending_an_attempt()
    {
        var engine = await StartAsync(new() { Worker = options => options.DrainTimeout = TimeSpan.FromSeconds(10) });
        var id = await engine.EnqueueAsync(new Work("a", Act.Wait));
        var run = await Recorder.StartedAsync("a");

        var took = await engine.StopAsync();

        run.StopReason.ShouldBe(StopReason.Shutdown);
        took.ShouldBe(TimeSpan.FromSeconds(10));
        var job = await Job(id);
        (job.State, job.Attempt, job.Crashes, job.Errors.Count).ShouldBe((JobState.Available, 0, 0, 0));
    }

    [Fact]
    public async Task A_handler_that_ignores_the_stop_does_not_hold_it_up_beyond_the_grace()
    {
        var engine = await StartAsync(new()
        {
            Worker = options => (options.DrainTimeout, options.AbandonAfter) = (TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(5)),
        });
        var id = await engine.EnqueueAsync(new Work("deaf", Act.Ignore));
        await Recorder.StartedAsync("deaf");

        var took = await engine.StopAsync();

        took.ShouldBe(TimeSpan.FromSeconds(15));
        var job = await Job(id);
        (job.State, job.Attempt).ShouldBe((JobState.Available, 0));
    }

    [Fact]
    public async Task A_job_that_went_back_keeps_its_turn_and_runs_elsewhere_at_once()
    {
        var first = await StartAsync(new() { Worker = options => options.DrainTimeout = TimeSpan.Zero });
        var id = await first.EnqueueAsync(new Work("a", Act.Wait, Act.Wait));
        await Recorder.StartedAsync("a");
        await first.EnqueueAsync(new Work("b"), new EnqueueOptions { Queue = "later" });
        await first.StopAsync();

        await StartAsync();

        var run = await Recorder.StartedAsync("a", 2);
        (run.Attempt, run.Context.Id).ShouldBe((1, id));
    }

    [Fact]
    public async Task Jobs_that_wait_in_memory_go_back_at_once()
    {
        var engine = await StartAsync(new() { Queues = new() { ["default"] = 1 } });
        await LearnThatJobsAreShortAsync(engine);
        var running = await engine.EnqueueAsync(new Work("long", Act.Wait));
        await Recorder.StartedAsync("long");
        var waiting = await engine.EnqueueAsync(new Work("waiting"));
        await engine.UntilAsync(waiting, JobState.Executing);

        var stop = engine.Host.StopAsync();

        await engine.UntilAsync(waiting, JobState.Available);
        (await Job(waiting)).Attempt.ShouldBe(0);
        Recorder.Open("long");
        await stop.InTimeAsync();
        (await Job(running)).State.ShouldBe(JobState.Completed);
        Recorder.RunsOf("waiting").ShouldBeEmpty();
    }

    [Fact]
    public async Task No_job_begins_once_a_stop_has_begun_not_even_one_that_was_just_being_claimed()
    {
        var engine = await StartAsync();
        var (claimed, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        engine.Store.OnExchanged = result =>
        {
            if (result.Claimed.Count == 0)
            {
                return Task.CompletedTask;
            }

            claimed.TrySetResult();
            return gate.Task;
        };
        var id = await engine.EnqueueAsync(new Work("a"));
        await claimed.Task.InTimeAsync();

        var stop = engine.Host.StopAsync();
        await Eventually.TrueAsync(() => engine.Logs.With(Draining).Count == 1 || stop.IsCompleted, "it drains");
        gate.SetResult();
        await stop.InTimeAsync();

        Recorder.All.ShouldBeEmpty();
        var job = await Job(id);
        (job.State, job.Attempt).ShouldBe((JobState.Available, 0));
    }

    [Fact]
    public async Task Several_queues_drain_side_by_side()
    {
        var engine = await StartAsync(new()
        {
            Queues = new() { ["a"] = 1, ["b"] = 1, ["c"] = 1 },
            Worker = options => options.DrainTimeout = TimeSpan.FromSeconds(10),
        });
        foreach (var queue in new[] { "a", "b", "c" })
        {
            await engine.EnqueueAsync(new Work(queue, Act.Wait), new EnqueueOptions { Queue = queue });
            await Recorder.StartedAsync(queue);
        }

        (await engine.StopAsync()).ShouldBe(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task The_token_of_the_host_ends_the_waiting_early()
    {
        var engine = await StartAsync();
        var id = await engine.EnqueueAsync(new Work("a", Act.Wait));
        var run = await Recorder.StartedAsync("a");
        using var hurry = new CancellationTokenSource();
        var stop = engine.Host.StopAsync(hurry.Token);
        await engine.LoggedAsync(Draining);

        await hurry.CancelAsync();

        await EndedAsync(stop);
        run.StopReason.ShouldBe(StopReason.Shutdown);
        await Eventually.TrueAsync(async () => (await Job(id)).State == JobState.Available, "the job went back");
    }

    [Fact]
    public async Task A_stop_leaves_nothing_in_hand()
    {
        var engine = await StartAsync(new() { Worker = options => options.DrainTimeout = TimeSpan.FromSeconds(10) });
        await engine.EnqueueAsync(new Work("a", Act.Wait));
        await Recorder.StartedAsync("a");

        await engine.StopAsync();

        engine.Services.GetRequiredService<WorkerService>().Work.Count.ShouldBe(0);
    }

    [Fact]
    public async Task A_second_stop_and_a_disposal_are_harmless()
    {
        var engine = await StartAsync();
        await engine.StopAsync();

        await engine.Host.StopAsync().InTimeAsync();
        await ((IAsyncDisposable)engine.Host).DisposeAsync();
    }

    [Fact]
    public async Task A_host_that_is_disposed_of_without_a_stop_ends_its_loops()
    {
        var engine = await StartAsync();
        await engine.EnqueueAsync(new Work("a", Act.Wait));
        await Recorder.StartedAsync("a");

        await ((IAsyncDisposable)engine.Host).DisposeAsync().AsTask().InTimeAsync();

        (await Memory.Query.ProcessesAsync(CancellationToken.None)).Count.ShouldBe(1, "nobody said goodbye");
    }

    [Fact]
    public async Task A_store_that_cannot_be_reached_does_not_make_a_stop_fail()
    {
        const int LeaveFailed = 403;
        var engine = await StartAsync();
        engine.Store.Fail(new IOException("unplugged"));

        await engine.StopAsync();

        await engine.LoggedAsync(LeaveFailed);
    }

    [Fact]
    public async Task What_ended_while_the_store_was_away_is_written_before_the_goodbye()
    {
        var engine = await StartAsync(new() { Worker = options => options.AbandonAfter = TimeSpan.Zero });
        var id = await engine.EnqueueAsync(new Work("a", Act.Wait));
        await Recorder.StartedAsync("a");
        engine.Store.Fail(new IOException("unplugged"));
        Recorder.Open("a");
        await AdvanceAsync(TimeSpan.FromSeconds(20));
        engine.Store.Mend();
        using var now = new CancellationTokenSource();
        await now.CancelAsync();

        var stop = engine.Host.StopAsync(now.Token);
        await engine.LoggedAsync(DrainTimedOut);
        Time.Advance(TimeSpan.FromSeconds(1));
        await EndedAsync(stop);

        (await Job(id)).State.ShouldBe(JobState.Completed);
    }

    [Fact]
    public async Task A_store_that_hangs_does_not_hold_up_a_stop()
    {
        const int LeaveFailed = 403;
        var engine = await StartAsync();
        engine.Store.Freeze();

        (await engine.StopAsync()).ShouldBe(TimeSpan.FromSeconds(2));

        await engine.LoggedAsync(LeaveFailed);
    }

    private async Task<JobInfo> Job(JobId id) => (await Memory.Query.GetAsync(id, CancellationToken.None))!;

    /// <summary>A stop that was hurried may end with the cancellation of its own token; that it ends is what counts.</summary>
    private static async Task EndedAsync(Task stop) => await Eventually.TrueAsync(() => stop.IsCompleted, "the stop has ended");
}
