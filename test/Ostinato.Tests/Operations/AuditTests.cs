using Ostinato.Operations;

namespace Ostinato.Tests.Operations;

/// <summary>What people did is listed, with who did it, and what the engine does by itself is not.</summary>
public sealed class AuditTests : EngineTest
{
    private static readonly EngineSetup OnlyEnqueues = new() { Queues = [] };

    [Fact]
    public async Task Every_action_leaves_a_row_with_who_what_and_why()
    {
        var engine = await StartAsync(OnlyEnqueues);
        var id = await engine.EnqueueAsync(new Work("a"));
        var ann = engine.Admin.As("ann@example.com");

        await ann.Jobs.CancelAsync(id, "a mistake");
        await ann.Jobs.RetryAsync(id);
        await ann.Jobs.DeleteAsync(id);
        await ann.Queues.PauseAsync("mail", "the provider is down");
        await ann.Queues.ResumeAsync("mail");
        await ann.Queues.ConfigureAsync("mail", new() { Concurrency = 5, ServedBy = ["gpu"] }, "month end");
        await ann.Queues.ResetAsync("mail");
        await ann.Schedules.SetAsync("nightly", new() { Expression = "0 3 * * *", Job = "work", Payload = """{"key":"a","acts":[]}""" });
        await ann.Schedules.PauseAsync("nightly", "stocktaking");
        await ann.Schedules.ResumeAsync("nightly");
        await ann.Schedules.RunNowAsync("nightly");
        await ann.Schedules.DeleteAsync("nightly");

        var rows = await RowsAsync(engine);
        rows.ShouldAllBe(row => row.Actor == "ann@example.com" && row.Count == 1 && row.At == Time.GetUtcNow());
        rows.Reverse().Select(row => $"{row.Action} {row.Target}: {row.Reason ?? row.Outcome}").ShouldBe(
        [
            $"job.cancel {id}: a mistake", $"job.retry {id}: Retried", $"job.delete {id}: Deleted",
            "queue.pause mail: the provider is down", "queue.resume mail: done", "queue.configure mail: month end", "queue.reset mail: done",
            "schedule.set nightly: added", "schedule.pause nightly: stocktaking", "schedule.resume nightly: done",
            "schedule.run nightly: done", "schedule.delete nightly: done",
        ]);
        rows.Single(row => row.Action == AuditActions.ConfigureQueue).Outcome.ShouldBe("concurrency 5, served by gpu");
    }

    [Fact]
    public async Task Whoever_gives_no_name_is_named_by_the_process()
    {
        var engine = await StartAsync(OnlyEnqueues);

        await engine.Admin.Queues.PauseAsync("mail");

        var name = $"{Environment.MachineName}:{Environment.ProcessId}";
        (await RowsAsync(engine)).ShouldHaveSingleItem().Actor.ShouldBe(name);
        (await engine.Admin.Queues.ListAsync()).ShouldHaveSingleItem().PausedBy.ShouldBe(name);
    }

    [Fact]
    public async Task A_pause_says_who_when_and_why()
    {
        var engine = await StartAsync(OnlyEnqueues);
        var id = await engine.EnqueueAsync(new Work("a"));
        await engine.Admin.As("ann").Queues.PauseAsync("default", "the provider is down");
        Time.Advance(TimeSpan.FromMinutes(5));
        await engine.Admin.As("bob").Queues.PauseAsync("default", "still down");

        var queue = (await engine.Admin.Queues.ListAsync()).ShouldHaveSingleItem();

        (queue.PausedBy, queue.PauseReason, queue.PausedAt).ShouldBe(("bob", "still down", Time.GetUtcNow().AddMinutes(-5)));
        (await engine.Admin.Jobs.ExplainAsync(id)).Text.ShouldContain("by bob (still down)");
        await engine.Admin.Queues.ResumeAsync("default");
        (await engine.Admin.Queues.ListAsync()).ShouldHaveSingleItem().PausedBy.ShouldBeNull();
    }

    [Fact]
    public async Task What_changes_nothing_leaves_no_row()
    {
        var engine = await StartAsync(OnlyEnqueues);
        await engine.Admin.Queues.ResumeAsync("mail");
        await engine.Admin.Queues.ResetAsync("mail");
        await engine.Admin.Jobs.CancelAsync(new JobId(7), "nobody");
        await engine.Admin.Schedules.PauseAsync("nobody");
        await engine.Admin.Schedules.DeleteAsync("nobody");
        await engine.Admin.Jobs.DeleteAsync("queue:mail", new() { IsDryRun = true });

        (await RowsAsync(engine)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_action_on_many_is_one_row_with_counts_and_the_words_of_its_filter()
    {
        var engine = await StartAsync(OnlyEnqueues);
        await EnqueueAsync(engine, 30);

        await engine.Admin.As("ann").Jobs.CancelAsync("queue:default", "not needed");
        await engine.Admin.As("ann").Jobs.RetryAsync("state:cancelled", new() { Limit = 10, Actor = "bob", Reason = "ten first" });

        (await RowsAsync(engine)).Select(row => (row.Actor, row.Action, row.Target, row.Count, row.Reason, row.Outcome)).ShouldBe(
        [
            ("bob", "jobs.retry", "state:Cancelled", 10, "ten first", "done; 10 of 10 that matched were changed"),
            ("ann", "jobs.cancel", "state:Incomplete queue:default", 30, "not needed",
                "done; 30 of 30 that matched were changed"),
        ]);
    }

    [Fact]
    public async Task An_action_that_is_stopped_half_way_says_how_far_it_came()
    {
        var engine = await StartAsync(OnlyEnqueues);
        await EnqueueAsync(engine, 1_200);
        using var stop = new CancellationTokenSource();
        var progress = new Progress(_ => stop.Cancel());

        await Should.ThrowAsync<OperationCanceledException>(
            engine.Admin.Jobs.DeleteAsync("queue:default", new() { Progress = progress }, stop.Token));

        var row = (await RowsAsync(engine)).ShouldHaveSingleItem();
        (row.Count, row.Outcome).ShouldBe((500, "stopped by its caller; 500 of 500 that matched were changed"));
    }

    [Fact]
    public async Task What_the_engine_does_by_itself_leaves_no_row()
    {
        var engine = await StartAsync(new()
        {
            Configure = o => o.Cron("hourly", "0 * * * *", new Work("tick")).Retain(keep => keep.Completed = TimeSpan.FromHours(1)),
        });
        await engine.EnqueueAsync(new Work("late"), new EnqueueOptions { Delay = TimeSpan.FromMinutes(5) });
        var other = await StartAsync();
        await KillAsync(other);

        await AdvanceAsync(TimeSpan.FromHours(3));

        Recorder.All.Count.ShouldBeGreaterThan(3);
        (await RowsAsync(engine)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Rows_are_removed_when_they_are_old()
    {
        var engine = await StartAsync(new() { Configure = o => o.Retain(keep => keep.Audit = TimeSpan.FromDays(2)) });
        await engine.Admin.Queues.PauseAsync("mail");

        await AdvanceAsync(TimeSpan.FromHours(47));
        (await RowsAsync(engine)).Count.ShouldBe(1);
        await AdvanceAsync(TimeSpan.FromHours(2));

        (await RowsAsync(engine)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Pages_go_on_where_the_one_before_ended()
    {
        var engine = await StartAsync(OnlyEnqueues);
        for (var number = 0; number < 5; number++)
        {
            await engine.Admin.Queues.PauseAsync($"q{number}");
        }

        var first = await engine.Admin.AuditAsync(new() { Limit = 3 });
        var second = await engine.Admin.AuditAsync(new() { Limit = 3, Before = first.Next });

        first.Entries.Concat(second.Entries).Select(row => row.Target).ShouldBe(["q4", "q3", "q2", "q1", "q0"]);
        second.Next.ShouldBeNull();
        await Should.ThrowAsync<ArgumentOutOfRangeException>(engine.Admin.AuditAsync(new() { Limit = 1_001 }));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public async Task An_actor_has_a_name(string name)
    {
        var engine = await StartAsync(OnlyEnqueues);

        Should.Throw<ArgumentException>(() => engine.Admin.As(name));
        Should.Throw<ArgumentException>(() => engine.Admin.As(new string('a', ProcessActor.LongestName + 1)));
    }

    private static async Task<IReadOnlyList<AuditEntry>> RowsAsync(Engine engine) => (await engine.Admin.AuditAsync()).Entries;

    private static async Task EnqueueAsync(Engine engine, int count) => await engine.Jobs.EnqueueManyAsync(
        Enumerable.Range(0, count).Select(number => new Work($"job {number}")));

    private sealed class Progress(Action<BulkResult> report) : IProgress<BulkResult>
    {
        public void Report(BulkResult value) => report(value);
    }
}
