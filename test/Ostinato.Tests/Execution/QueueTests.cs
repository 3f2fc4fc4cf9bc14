namespace Ostinato.Tests.Execution;

/// <summary>The order of a queue, how many run at once, and pausing.</summary>
public sealed class QueueTests : EngineTest
{
    private static readonly EngineSetup OneAtATime = new() { Queues = new() { ["default"] = 1 } };

    [Fact]
    public async Task Priorities_run_in_their_order_and_equals_first_in_first_out()
    {
        var client = await StartAsync(new() { Queues = [] });
        foreach (var (key, priority) in new[] { ("d", 9), ("c1", 4), ("b", 1), ("c2", 4), ("a", 0), ("c3", 4) })
        {
            await client.EnqueueAsync(new Work(key), new EnqueueOptions { Priority = priority });
        }

        var engine = await StartAsync(OneAtATime);
        await Recorder.StartedAsync("d");

        Recorder.All.Select(run => run.Key).ShouldBe(["a", "b", "c1", "c2", "c3", "d"]);
        await engine.UntilCompletedAsync(6);
    }

    [Fact]
    public async Task A_job_that_has_waited_long_enough_goes_before_newer_ones_of_a_better_priority()
    {
        var client = await StartAsync(new() { Queues = [] });
        await client.EnqueueAsync(new Work("old"), new EnqueueOptions { Priority = 4 });
        Time.Advance(TimeSpan.FromMinutes(3));
        await client.EnqueueAsync(new Work("new"), new EnqueueOptions { Priority = 2 });

        await StartAsync(OneAtATime);
        await Recorder.StartedAsync("new");

        Recorder.All.Select(run => run.Key).ShouldBe(["old", "new"]);
    }

    [Fact]
    public async Task No_more_jobs_run_at_once_than_a_queue_allows()
    {
        var engine = await StartAsync(new() { Queues = new() { ["default"] = 3, ["mail"] = 2 } });
        await engine.Jobs.EnqueueManyAsync(Enumerable.Range(0, 100).Select(i => new Work($"d{i}")));
        await engine.Jobs.EnqueueManyAsync(Enumerable.Range(0, 100).Select(i => new Work($"m{i}")), new EnqueueOptions { Queue = "mail" });

        await Eventually.TrueAsync(() => Recorder.All.Count == 200 && Recorder.RunningNow == 0, "all have run");

        Recorder.MostAtOnce.ShouldBeLessThanOrEqualTo(5);
        Recorder.All.Select(run => run.Context.Id).Distinct().Count().ShouldBe(200);
    }

    [Fact]
    public async Task A_queue_that_nobody_serves_waits_untouched_until_somebody_does()
    {
        var engine = await StartAsync();
        var id = await engine.EnqueueAsync(new Work("a"), new EnqueueOptions { Queue = "reports" });
        await AdvanceAsync(TimeSpan.FromMinutes(1));
        (await engine.GetAsync(id)).State.ShouldBe(JobState.Available);

        await StartAsync(new() { Queues = new() { ["reports"] = 1 } });

        await engine.UntilAsync(id, JobState.Completed);
    }

    [Fact]
    public async Task A_paused_queue_starts_nothing_and_a_resumed_one_starts_at_once()
    {
        var engine = await StartAsync();
        var running = await engine.EnqueueAsync(new Work("running", Act.Wait));
        await Recorder.StartedAsync("running");
        await engine.Admin.Queues.PauseAsync("default", "maintenance");
        var waiting = await engine.EnqueueAsync(new Work("waiting"));

        Recorder.Open("running");
        await engine.UntilAsync(running, JobState.Completed);
        await AdvanceAsync(TimeSpan.FromMinutes(1));
        (await engine.GetAsync(waiting)).State.ShouldBe(JobState.Available);
        (await engine.Admin.Jobs.ExplainAsync(waiting)).Cause.ShouldBe(ExplanationCause.QueuePaused);

        await engine.Admin.Queues.ResumeAsync("default");
        await engine.UntilAsync(waiting, JobState.Completed);
    }

    [Fact]
    public async Task A_pause_holds_for_processes_that_start_later()
    {
        var engine = await StartAsync(new() { Queues = [] });
        await engine.Admin.Queues.PauseAsync("default");
        var id = await engine.EnqueueAsync(new Work("a"));

        await StartAsync();
        await AdvanceAsync(TimeSpan.FromMinutes(1));

        (await engine.GetAsync(id)).State.ShouldBe(JobState.Available);
    }

    [Fact]
    public async Task A_failed_job_joins_the_end_of_its_queue()
    {
        var engine = await StartAsync(OneAtATime with { Configure = o => o.UseBackoff<Work>(Backoff.Constant(TimeSpan.Zero)) });
        await engine.Admin.Queues.PauseAsync("default");
        await engine.EnqueueAsync(new Work("a", Act.Throw, Act.Succeed));
        var last = await engine.EnqueueAsync(new Work("b"));
        await engine.Admin.Queues.ResumeAsync("default");

        await engine.UntilAsync(last, JobState.Completed);
        await Recorder.StartedAsync("a", 2);

        Recorder.All.Select(run => run.Key).ShouldBe(["a", "b", "a"]);
    }

    [Fact]
    public async Task Several_processes_share_a_queue_and_no_job_runs_twice()
    {
        var engines = new[] { await StartAsync(), await StartAsync(), await StartAsync() };

        await engines[0].Jobs.EnqueueManyAsync(Enumerable.Range(0, 3_000).Select(i => new Work($"{i}")));

        await engines[0].UntilCompletedAsync(3_000);
        Recorder.All.Count.ShouldBe(3_000);
        Recorder.All.ShouldAllBe(run => run.Attempt == 1);
    }

    [Fact]
    public async Task The_store_is_asked_once_a_minute_while_there_is_nothing_to_do()
    {
        var engine = await StartAsync();
        await engine.UntilAsync(await engine.EnqueueAsync(new Work("a")), JobState.Completed);
        await SettleAsync();
        var before = engine.Store.Exchanges;

        await AdvanceAsync(TimeSpan.FromMinutes(10));

        engine.Store.Exchanges.ShouldBe(before + 10);
    }

    [Fact]
    public async Task A_job_that_no_signal_told_of_is_found_within_a_minute()
    {
        var engine = await StartAsync();
        engine.Store.IsMute = true;
        var id = await engine.EnqueueAsync(new Work("a"));
        await AdvanceAsync(TimeSpan.FromSeconds(59));
        (await engine.GetAsync(id)).State.ShouldBe(JobState.Available, "nobody told the process of it");

        await AdvanceAsync(TimeSpan.FromSeconds(1));

        await engine.UntilAsync(id, JobState.Completed);
    }

    [Fact]
    public async Task What_was_fetched_ahead_goes_to_others_while_the_running_jobs_hang()
    {
        var hanging = await StartAsync(new() { Queues = new() { ["default"] = 1 } });
        await LearnThatJobsAreShortAsync(hanging);
        await hanging.EnqueueAsync(new Work("hangs", Act.Wait));
        await Recorder.StartedAsync("hangs");
        var waiting = await hanging.EnqueueAsync(new Work("waiting"));
        await hanging.UntilAsync(waiting, JobState.Executing);
        var other = await StartAsync();

        await AdvanceAsync(TimeSpan.FromSeconds(4));

        (await other.UntilAsync(waiting, JobState.Completed)).Attempt.ShouldBe(1);
    }

    [Fact]
    public async Task A_thousand_enqueues_do_not_make_a_thousand_trips()
    {
        var engine = await StartAsync();
        var before = engine.Store.Exchanges;

        await engine.Jobs.EnqueueManyAsync(Enumerable.Range(0, 1_000).Select(i => new Work($"{i}")));
        await Eventually.TrueAsync(() => Recorder.All.Count == 1_000, "all have run");
        await SettleAsync();

        (engine.Store.Exchanges - before).ShouldBeLessThan(700);
    }
}
