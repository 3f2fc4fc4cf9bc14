namespace Ostinato.Tests.Scheduling;

/// <summary>Jobs that wait for a time, on a clock that the test moves.</summary>
public sealed class DueTests : EngineTest
{
    [Fact]
    public async Task A_scheduled_job_starts_at_its_time_exactly()
    {
        var engine = await StartAsync();
        var due = Time.GetUtcNow() + new TimeSpan(0, 47, 11) + TimeSpan.FromMilliseconds(123);
        var id = await engine.EnqueueAsync(new Work("a"), new EnqueueOptions { RunAt = due });
        await SettleAsync();

        await AdvanceAsync(due - Time.GetUtcNow() - TimeSpan.FromTicks(1));
        (await engine.GetAsync(id)).State.ShouldBe(JobState.Scheduled);
        await AdvanceAsync(TimeSpan.FromTicks(1));

        var job = await engine.UntilAsync(id, JobState.Completed);
        (job.FinishedAt, Recorder.RunsOf("a")[0].Context.AvailableAt).ShouldBe((due, due));
    }

    [Fact]
    public async Task Jobs_that_were_scheduled_by_another_process_start_on_time()
    {
        var client = await StartAsync(new() { Queues = [] });
        var worker = await StartAsync();

        var id = await client.EnqueueAsync(new Work("a"), new EnqueueOptions { Delay = TimeSpan.FromSeconds(90) });
        await SettleAsync();
        await AdvanceAsync(TimeSpan.FromSeconds(90));

        (await worker.UntilAsync(id, JobState.Completed)).FinishedAt.ShouldBe(Time.GetUtcNow());
    }

    [Fact]
    public async Task A_job_that_was_scheduled_for_sooner_moves_the_timer_forward()
    {
        var engine = await StartAsync();
        var late = await engine.EnqueueAsync(new Work("late"), new EnqueueOptions { Delay = TimeSpan.FromSeconds(20) });
        await SettleAsync();
        var soon = await engine.EnqueueAsync(new Work("soon"), new EnqueueOptions { Delay = TimeSpan.FromSeconds(5) });
        await SettleAsync();

        await AdvanceAsync(TimeSpan.FromSeconds(5));
        await engine.UntilAsync(soon, JobState.Completed);
        (await engine.GetAsync(late)).State.ShouldBe(JobState.Scheduled);
        await AdvanceAsync(TimeSpan.FromSeconds(15));

        await engine.UntilAsync(late, JobState.Completed);
    }

    [Fact]
    public async Task A_job_starts_on_time_while_every_slot_of_another_queue_is_taken()
    {
        var engine = await StartAsync(new() { Queues = new() { ["default"] = 1, ["other"] = 1 } });
        await engine.EnqueueAsync(new Work("long", Act.Wait));
        await Recorder.StartedAsync("long");

        var id = await engine.EnqueueAsync(new Work("a"), new EnqueueOptions { Queue = "other", Delay = TimeSpan.FromSeconds(7) });
        await SettleAsync();
        await AdvanceAsync(TimeSpan.FromSeconds(7));

        await engine.UntilAsync(id, JobState.Completed);
    }

    [Fact]
    public async Task Due_jobs_keep_their_order()
    {
        var client = await StartAsync(new() { Queues = [] });
        foreach (var seconds in new[] { 5, 2, 4, 1, 3 })
        {
            await client.EnqueueAsync(new Work($"{seconds}"), new EnqueueOptions { Delay = TimeSpan.FromSeconds(seconds) });
        }

        Time.Advance(TimeSpan.FromSeconds(10));
        await StartAsync(new() { Queues = new() { ["default"] = 1 } });
        Time.Advance(TimeSpan.Zero);
        await Recorder.StartedAsync("5");

        Recorder.All.Select(run => run.Key).ShouldBe(["1", "2", "3", "4", "5"]);
    }

    [Fact]
    public async Task A_million_jobs_due_in_the_same_second_all_run_once()
    {
        const int Count = 1_000_000;
        var engine = await StartAsync(new() { Queues = new() { ["default"] = 8 } });
        await engine.Jobs.EnqueueManyAsync(
            Enumerable.Range(0, Count).Select(_ => new Nothing()), new EnqueueOptions { RunAt = Time.GetUtcNow() + TimeSpan.FromHours(1) });

        await AdvanceAsync(TimeSpan.FromHours(1));
        await engine.UntilCompletedAsync(Count);

        NothingHandler.Runs.ShouldBe(Count);
    }

    [Job("nothing")]
    internal sealed record Nothing;

    internal sealed class NothingHandler : IJobHandler<Nothing>
    {
        private static int _runs;

        public static int Runs => Volatile.Read(ref _runs);

        public Task HandleAsync(Nothing job, JobContext context, CancellationToken ct)
        {
            Interlocked.Increment(ref _runs);
            return Task.CompletedTask;
        }
    }
}
