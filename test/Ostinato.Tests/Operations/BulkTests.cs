namespace Ostinato.Tests.Operations;

/// <summary>What a person asks of all jobs that match.</summary>
public sealed class BulkTests : EngineTest
{
    private const int ChangedAll = 504;

    [Fact]
    public async Task Everything_that_was_given_up_runs_again()
    {
        var engine = await StartAsync();
        await EnqueueAsync(engine, 1_200, Act.ThrowDiscarded);
        await UntilAsync(engine, JobState.Discarded, 1_200);

        var result = await engine.Admin.Jobs.RetryAsync("state:discarded", new() { Actor = "ada", Reason = "mended" });

        (result.Matched, result.Changed, result.Unchanged).ShouldBe((1_200, 1_200, 0));
        result.Sample.Count.ShouldBe(10);
        await Eventually.TrueAsync(() => Recorder.All.Count == 2_400, "each has run once more");
        engine.Logs.With(ChangedAll).ShouldHaveSingleItem().Text
            .ShouldBe("To retry all jobs of 'state:Discarded' was asked for by ada: 1200 of 1200 were changed. mended");
    }

    [Fact]
    public async Task A_dry_run_counts_and_changes_nothing()
    {
        var engine = await StartAsync(new() { Queues = [] });
        await EnqueueAsync(engine, 30);

        var result = await engine.Admin.Jobs.CancelAsync("queue:default", "not needed", new() { IsDryRun = true });

        (result.Matched, result.Changed, result.IsDryRun).ShouldBe((30, 30, true));
        (await CountAsync(engine, JobState.Available)).ShouldBe(30);
        engine.Logs.With(ChangedAll).ShouldBeEmpty();
    }

    [Fact]
    public async Task Ten_first_are_the_newest_ten()
    {
        var engine = await StartAsync(new() { Queues = [] });
        var ids = await EnqueueAsync(engine, 30);

        var result = await engine.Admin.Jobs.CancelAsync("queue:default", "not needed", new() { Limit = 10 });

        result.Sample.ShouldBe(ids.TakeLast(10), ignoreOrder: true);
        (await CountAsync(engine, JobState.Cancelled)).ShouldBe(10);
    }

    [Fact]
    public async Task Running_jobs_are_asked_to_stop_and_waiting_ones_cancelled()
    {
        var engine = await StartAsync(new() { Queues = new() { ["default"] = 1 } });
        await EnqueueAsync(engine, 3, Act.Wait);
        await Recorder.StartedAsync("job 0");

        var result = await engine.Admin.Jobs.CancelAsync("state:incomplete", "the shop is closed");

        result.Changed.ShouldBe(3);
        await AdvanceAsync(TimeSpan.FromSeconds(3));
        await UntilAsync(engine, JobState.Cancelled, 3);
    }

    [Fact]
    public async Task Where_no_states_are_named_what_has_completed_does_not_run_again()
    {
        var engine = await StartAsync();
        await EnqueueAsync(engine, 5);
        await EnqueueAsync(engine, 5, Act.ThrowDiscarded);
        await UntilAsync(engine, JobState.Discarded, 5);
        await UntilAsync(engine, JobState.Completed, 5);

        (await engine.Admin.Jobs.RetryAsync("queue:default")).Changed.ShouldBe(5);
    }

    [Fact]
    public async Task Deleting_leaves_what_runs()
    {
        var engine = await StartAsync(new() { Queues = new() { ["default"] = 1 } });
        await EnqueueAsync(engine, 3, Act.Wait);
        await Recorder.StartedAsync("job 0");

        var result = await engine.Admin.Jobs.DeleteAsync("name:work");

        (result.Matched, result.Changed).ShouldBe((2, 2));
        (await CountAsync(engine, JobState.Executing)).ShouldBe(1);
    }

    [Fact]
    public async Task No_more_a_second_are_changed_than_was_said()
    {
        var engine = await StartAsync(new() { Queues = [] });
        await EnqueueAsync(engine, 50);

        var told = new List<long>();
        var run = engine.Admin.Jobs.CancelAsync("queue:default", "slowly", new() { PerSecond = 10, Progress = new Told(told) });
        await Eventually.TrueAsync(() => told.Count == 1, "the first ten are done");
        (await CountAsync(engine, JobState.Cancelled)).ShouldBe(10);
        while (!run.IsCompleted)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        (await run).Changed.ShouldBe(50);
        told[..5].ShouldBe([10, 20, 30, 40, 50]);
    }

    [Fact]
    public async Task What_is_interrupted_goes_on_with_the_rest()
    {
        var engine = await StartAsync(new() { Queues = [] });
        await EnqueueAsync(engine, 1_200);
        using var stop = new CancellationTokenSource();
        var told = new Told([]) { Then = () => stop.Cancel() };

        await Should.ThrowAsync<OperationCanceledException>(
            () => engine.Admin.Jobs.CancelAsync("queue:default", "not needed", new() { Progress = told }, stop.Token));
        var done = await CountAsync(engine, JobState.Cancelled);
        done.ShouldBeInRange(1, 1_199);

        (await engine.Admin.Jobs.CancelAsync("queue:default", "not needed")).Changed.ShouldBe(1_200 - done);
    }

    [Fact]
    public async Task What_waits_moves_to_another_queue_and_what_is_there_keeps_its_turn()
    {
        var engine = await StartAsync(new() { Queues = new() { ["default"] = 1, ["slow"] = 1 } });
        await engine.Admin.Queues.PauseAsync("slow");
        await EnqueueAsync(engine, 3, Act.Wait);
        var there = await engine.EnqueueAsync(new Work("there"), new() { Queue = "slow" });
        await Recorder.StartedAsync("job 0");

        var count = await engine.Admin.Jobs.MoveAsync("name:work", "slow", new() { IsDryRun = true });
        var moved = await engine.Admin.Jobs.MoveAsync("name:work", "slow");

        (count.Changed, moved.Changed, moved.Matched).ShouldBe((2, 2, 2));
        moved.Sample.ShouldNotContain(there);
        (await engine.Admin.Jobs.ListAsync(new() { Queue = "slow", States = JobStates.Available })).Jobs.Count.ShouldBe(3);
        engine.Logs.With(ChangedAll).ShouldHaveSingleItem().Text.ShouldStartWith("To move all jobs of ");
    }

    [Fact]
    public async Task Jobs_do_not_move_to_a_queue_that_nobody_has_heard_of()
    {
        var engine = await StartAsync();

        (await Should.ThrowAsync<ArgumentException>(() => engine.Admin.Jobs.MoveAsync("name:work", "mial"))).Message.ShouldBe(
            "There is no queue 'mial': no process serves it, and it has no jobs. There are default. Start a worker that serves it, or "
            + "correct the name. Nothing was changed.");
    }

    [Fact]
    public async Task A_filter_that_says_nothing_is_refused()
    {
        var engine = await StartAsync(new() { Queues = [] });

        (await Should.ThrowAsync<ArgumentException>(() => engine.Admin.Jobs.DeleteAsync(new JobFilter())))
            .Message.ShouldStartWith("The filter says nothing, so every job would be meant. To delete every job say its states.");
        (await Should.ThrowAsync<ArgumentException>(() => engine.Admin.Jobs.RetryAsync("state:available")))
            .Message.ShouldStartWith("There is nothing to retry in state Available;");
    }

    private static async Task<List<JobId>> EnqueueAsync(Engine engine, int count, params Act[] acts)
    {
        var ids = new List<JobId>();
        for (var number = 0; number < count; number++)
        {
            ids.Add(await engine.EnqueueAsync(new Work($"job {number}", acts)));
        }

        return ids;
    }

    private static async Task<long> CountAsync(Engine engine, JobState state) =>
        (await engine.Admin.Queues.ListAsync()).Sum(queue => queue.Counts.GetValueOrDefault(state));

    private static Task UntilAsync(Engine engine, JobState state, long count) => Eventually.TrueAsync(
        async () => await CountAsync(engine, state) == count, $"{count} jobs are {state}");

    private sealed class Told(List<long> told) : IProgress<BulkResult>
    {
        public Action? Then { get; init; }

        public void Report(BulkResult value)
        {
            told.Add(value.Changed);
            Then?.Invoke();
        }
    }
}
