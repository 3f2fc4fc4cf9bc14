namespace Ostinato.Tests.Operations;

/// <summary>What a person did is undone where enough is known and nobody has changed the same since.</summary>
public sealed class UndoTests : EngineTest
{
    private static readonly EngineSetup OnlyEnqueues = new() { Queues = [] };

    [Fact]
    public async Task A_pause_is_undone_and_so_is_its_undoing()
    {
        var admin = (await StartAsync(OnlyEnqueues)).Admin;
        await admin.As("ann").Queues.PauseAsync("mail", "the provider is down");
        var pausedAt = Time.GetUtcNow();

        (await UndoLastAsync(admin)).Outcome.ShouldBe(UndoOutcome.Undone);
        (await admin.Queues.ListAsync()).ShouldBeEmpty();
        Time.Advance(TimeSpan.FromMinutes(5));
        (await UndoLastAsync(admin)).Outcome.ShouldBe(UndoOutcome.Undone);

        var queue = (await admin.Queues.ListAsync()).ShouldHaveSingleItem();
        (queue.IsPaused, queue.PausedBy, queue.PauseReason, queue.PausedAt).ShouldBe((true, "ann", "the provider is down", pausedAt));
        (await admin.AuditAsync()).Entries.Select(row => (row.Action, row.Undoes, row.UndoneBy, row.CanUndo)).ShouldBe(
        [
            ("undo", 2, null, true), ("undo", 1, 3, false), ("queue.pause", null, 2, false),
        ]);
    }

    [Fact]
    public async Task Settings_are_what_they_were()
    {
        var admin = (await StartAsync(OnlyEnqueues)).Admin;
        await admin.Queues.ConfigureAsync("mail", new() { Concurrency = 5 });
        await admin.Queues.ConfigureAsync("mail", new() { Concurrency = 50, ServedBy = ["gpu"] });

        (await UndoLastAsync(admin)).Outcome.ShouldBe(UndoOutcome.Undone);

        (await admin.Queues.ListAsync()).ShouldHaveSingleItem().Settings.ShouldBe(new QueueSettings { Concurrency = 5 });
    }

    [Fact]
    public async Task What_somebody_has_changed_since_is_left_as_it_is()
    {
        var admin = (await StartAsync(OnlyEnqueues)).Admin;
        await admin.Queues.ConfigureAsync("mail", new() { Concurrency = 5 });
        var row = (await admin.AuditAsync()).Entries[0].Id;
        await admin.Queues.PauseAsync("mail", "why not");

        var result = await admin.UndoAsync(row);

        (result.Outcome, result.Changed).ShouldBe((UndoOutcome.ChangedSince, 0));
        result.Text.ShouldBe("Queue 'mail' was changed again since. Undo the later rows first, or set it by hand.");
        (await admin.Queues.ListAsync()).ShouldHaveSingleItem().IsPaused.ShouldBeTrue();
    }

    [Fact]
    public async Task A_schedule_says_again_what_it_said()
    {
        var admin = (await StartAsync(OnlyEnqueues)).Admin;
        var definition = new ScheduleDefinition { Expression = "0 3 * * *", Job = "work", Payload = """{"key":"a","acts":[]}""" };
        await admin.Schedules.SetAsync("nightly", definition);
        await admin.Schedules.SetAsync("nightly", definition with { Expression = "0 4 * * *" });

        (await UndoLastAsync(admin)).Outcome.ShouldBe(UndoOutcome.Undone);
        var restored = (await admin.Schedules.GetAsync("nightly")).ShouldNotBeNull();
        restored.Definition.Expression.ShouldBe("0 3 * * *");
        restored.NextAt.ShouldNotBeNull().Hour.ShouldBe(3);

        await admin.Schedules.DeleteAsync("nightly");
        (await UndoLastAsync(admin)).Outcome.ShouldBe(UndoOutcome.Undone);
        (await admin.Schedules.GetAsync("nightly")).ShouldNotBeNull().Definition.Expression.ShouldBe("0 3 * * *");

        await admin.Schedules.PauseAsync("nightly", "stocktaking");
        (await UndoLastAsync(admin)).Outcome.ShouldBe(UndoOutcome.Undone);
        (await admin.Schedules.GetAsync("nightly")).ShouldNotBeNull().PausedAt.ShouldBeNull();
    }

    [Fact]
    public async Task A_new_schedule_goes_away_unless_it_was_changed()
    {
        var admin = (await StartAsync(OnlyEnqueues)).Admin;
        await admin.Schedules.SetAsync("nightly", new() { Expression = "0 3 * * *", Job = "work", Payload = """{"key":"a","acts":[]}""" });
        var row = (await admin.AuditAsync()).Entries[0].Id;
        await admin.Schedules.PauseAsync("nightly");
        (await admin.UndoAsync(row)).Outcome.ShouldBe(UndoOutcome.ChangedSince);
        await admin.Schedules.ResumeAsync("nightly");

        (await admin.UndoAsync(row)).Outcome.ShouldBe(UndoOutcome.Undone);

        (await admin.Schedules.ListAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_cancelled_job_waits_again_for_the_time_that_it_had()
    {
        var engine = await StartAsync(OnlyEnqueues);
        var ready = await engine.EnqueueAsync(new Work("ready"));
        var later = await engine.EnqueueAsync(new Work("later"), new EnqueueOptions { Delay = TimeSpan.FromDays(30) });
        var due = (await engine.GetAsync(later)).DueAt;

        await engine.Admin.Jobs.CancelAsync(ready, "a mistake");
        (await UndoLastAsync(engine.Admin)).ShouldBe(new UndoResult(UndoOutcome.Undone, 1, "1 jobs wait again."));
        await engine.Admin.Jobs.CancelAsync(later, "a mistake");
        (await UndoLastAsync(engine.Admin)).Outcome.ShouldBe(UndoOutcome.Undone);

        (await engine.GetAsync(ready)).State.ShouldBe(JobState.Available);
        (await engine.GetAsync(later)).ShouldSatisfyAllConditions(
            job => job.State.ShouldBe(JobState.Scheduled), job => job.DueAt.ShouldBe(due), job => job.Reason.ShouldBeNull());
    }

    [Fact]
    public async Task Of_many_cancelled_jobs_those_that_have_not_moved_on_wait_again()
    {
        var engine = await StartAsync(OnlyEnqueues);
        var ids = new List<JobId>();
        for (var number = 0; number < 20; number++)
        {
            ids.Add(await engine.EnqueueAsync(new Work($"{number}")));
        }

        await engine.Admin.Jobs.CancelAsync("queue:default", "a mistake");
        var row = (await engine.Admin.AuditAsync()).Entries[0].Id;
        await engine.Admin.Jobs.DeleteAsync(ids[0]);
        await engine.Admin.Jobs.RetryAsync(ids[1]);
        await engine.Admin.Jobs.RetryAsync(ids[2]);
        Time.Advance(TimeSpan.FromMinutes(1));
        await engine.Admin.Jobs.CancelAsync(ids[2], "really");

        var result = await engine.Admin.UndoAsync(row);

        result.ShouldBe(new UndoResult(
            UndoOutcome.PartlyUndone, 17, "17 jobs wait again; 3 have moved on, are gone, or are not known one by one."));
        (await engine.GetAsync(ids[2])).Reason.ShouldBe("really");
        (await engine.GetAsync(ids[3])).State.ShouldBe(JobState.Available);
        (await engine.Admin.AuditAsync()).Entries[0].ShouldSatisfyAllConditions(
            undo => undo.Count.ShouldBe(17), undo => undo.Undoes.ShouldBe(row), undo => undo.EndedAt.ShouldNotBeNull());
        (await engine.Admin.UndoAsync(row)).Outcome.ShouldBe(UndoOutcome.AlreadyUndone);
    }

    [Fact]
    public async Task What_cannot_be_undone_says_why()
    {
        var engine = await StartAsync(new() { Queues = new() { ["other"] = 1 } });
        var running = await engine.EnqueueAsync(new Work("running", Act.Wait), new EnqueueOptions { Queue = "other" });
        await Recorder.StartedAsync("running");
        var deleted = await engine.EnqueueAsync(new Work("deleted"));
        var admin = engine.Admin;

        await admin.Jobs.CancelAsync(running, "stop");
        (await UndoLastAsync(admin)).ShouldSatisfyAllConditions(
            result => result.Outcome.ShouldBe(UndoOutcome.NotPossible), result => result.Text.ShouldStartWith("It ran when it was cancelled"));
        await admin.Jobs.DeleteAsync(deleted);
        (await UndoLastAsync(admin)).Text.ShouldBe("What was deleted is gone.");
        await admin.Jobs.DeleteAsync("queue:default");
        (await UndoLastAsync(admin)).Outcome.ShouldBe(UndoOutcome.NotPossible);
        (await admin.UndoAsync(4_711)).Outcome.ShouldBe(UndoOutcome.NotFound);
    }

    private static async Task<UndoResult> UndoLastAsync(IJobAdmin admin) => await admin.UndoAsync((await admin.AuditAsync()).Entries[0].Id);
}
