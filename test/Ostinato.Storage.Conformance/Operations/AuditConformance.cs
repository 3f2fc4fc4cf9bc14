using System.Text;

namespace Ostinato.Storage.Conformance;

/// <summary>What people did is kept with the change that they made.</summary>
public abstract class AuditConformance<TFixture> : StoreScenarios<TFixture>
    where TFixture : StoreFixture, new()
{
    private static readonly NewAuditEntry Sample = new("ann@example.com", "job.cancel", "7")
    {
        Count = 3,
        Reason = "é",
        Outcome = "done",
        Undo = "{}"u8.ToArray(),
    };

    private IAuditLog Audit => Store.Audit;

    [Fact]
    public async Task A_row_is_kept_as_it_was_written_at_the_time_of_the_store()
    {
        var now = (await Store.Job(await Store.Enqueue("a"))).EnqueuedAt;
        await PassMinutes(30);

        var id = (await Add(Sample)).ShouldNotBeNull();

        var kept = (await (await OpenAnother()).Audit.GetAsync(id, CancellationToken.None)).ShouldNotBeNull();
        kept.Entry.At.ShouldBeAbout(now.AddMinutes(30));
        kept.Entry.EndedAt.ShouldNotBeNull().ShouldBeAbout(now.AddMinutes(30));
        Encoding.UTF8.GetString(kept.Undo!.Value.Span).ShouldBe("{}");
        (kept.Entry with { At = default, EndedAt = null }).ShouldBe(new AuditEntry
        {
            Id = id,
            At = default,
            Actor = "ann@example.com",
            Action = "job.cancel",
            Target = "7",
            Count = 3,
            Reason = "é",
            Outcome = "done",
            CanUndo = true,
        });
    }

    [Fact]
    public async Task An_action_that_goes_on_has_no_end_until_it_is_told()
    {
        var id = (await Add(Sample with { Outcome = null, Count = 0, Undo = null })).ShouldNotBeNull();
        (await Get(id)).ShouldSatisfyAllConditions(row => row.EndedAt.ShouldBeNull(), row => row.CanUndo.ShouldBeFalse());
        await PassMinutes(5);

        await Audit.EndAsync(id, new AuditEnd(12, "done", "[]"u8.ToArray()), CancellationToken.None);

        var ended = await Get(id);
        (ended.Count, ended.Outcome, ended.CanUndo).ShouldBe((12, "done", true));
        ended.EndedAt.ShouldNotBeNull().ShouldBeAbout(ended.At.AddMinutes(5));
    }

    [Fact]
    public async Task Rows_come_the_newest_first_page_by_page_and_by_who_what_and_where()
    {
        var a = await Add(Sample with { Target = "1" });
        var b = await Add(Sample with { Target = "2", Actor = "bob" });
        var c = await Add(Sample with { Target = "3", Action = "queue.pause" });
        var d = await Add(Sample with { Target = "2" });

        (await List(new())).ShouldBe([d, c, b, a]);
        (await List(new() { Limit = 2 })).ShouldBe([d, c]);
        (await List(new() { Limit = 2, Before = c })).ShouldBe([b, a]);
        (await List(new() { Actor = "bob" })).ShouldBe([b]);
        (await List(new() { Action = "queue.pause" })).ShouldBe([c]);
        (await List(new() { Target = "2" })).ShouldBe([d, b]);
        (await List(new() { Target = "2", Actor = "nobody" })).ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_those_who_undo_the_same_one_does()
    {
        var id = (await Add(Sample)).ShouldNotBeNull();

        var undone = await Together.Run(8, async _ => await Add(Sample with { Action = "undo", Undoes = id }));

        var by = undone.OfType<long>().ShouldHaveSingleItem();
        (await Get(id)).ShouldSatisfyAllConditions(row => row.UndoneBy.ShouldBe(by), row => row.CanUndo.ShouldBeFalse());
        (await Get(by)).Undoes.ShouldBe(id);
    }

    [Fact]
    public async Task Old_rows_are_removed_the_oldest_first()
    {
        var old = await Add(Sample);
        await Add(Sample with { Undoes = old });
        await Add(Sample);
        await PassMinutes(60);
        var young = await Add(Sample);

        (await Audit.PruneAsync(TimeSpan.FromMinutes(30), 2, CancellationToken.None)).ShouldBe(2);
        (await Audit.PruneAsync(TimeSpan.FromMinutes(30), 2, CancellationToken.None)).ShouldBe(1);
        (await Audit.PruneAsync(TimeSpan.FromMinutes(30), 2, CancellationToken.None)).ShouldBe(0);

        (await List(new())).ShouldBe([young]);
    }

    [Fact]
    public async Task What_changes_a_job_takes_its_row_with_it_and_what_changes_nothing_leaves_none()
    {
        var ids = await Store.EnqueueMany(New.Jobs(3));
        var worker = await Store.Join();
        await worker.Claim(1);

        await Store.Control.CancelAsync(ids[0], "stop", Sample with { Target = "running" }, CancellationToken.None);
        await Store.Control.CancelAsync(ids[1], "stop", Sample with { Target = "waiting" }, CancellationToken.None);
        await Store.Control.CancelAsync(ids[1], "stop", Sample, CancellationToken.None);
        await Store.Control.RetryAsync(ids[1], Sample with { Target = "retried" }, CancellationToken.None);
        await Store.Control.RetryAsync(ids[1], Sample, CancellationToken.None);
        await Store.Control.UpdateAsync(ids[1], new() { Priority = 1 }, Sample with { Target = "updated" }, CancellationToken.None);
        await Store.Control.UpdateAsync(ids[0], new() { Priority = 1 }, Sample, CancellationToken.None);
        await Store.Control.DeleteAsync(ids[2], Sample with { Target = "deleted" }, CancellationToken.None);
        await Store.Control.DeleteAsync(ids[2], Sample, CancellationToken.None);

        (await Audit.ListAsync(new(), CancellationToken.None)).Select(row => (row.Target, row.Outcome, row.CanUndo)).ShouldBe(
        [
            ("deleted", "Deleted", false), ("updated", "done", true), ("retried", "Retried", false), ("waiting", "Cancelled", true),
            ("running", "Requested", false),
        ]);
    }

    [Fact]
    public async Task What_changes_a_queue_or_a_schedule_takes_its_row_with_it()
    {
        var queue = new StoredQueue { Name = "mail", IsPaused = true };
        var schedule = new StoredSchedule { Name = "nightly", Definition = "{}"u8.ToArray() };
        var at = DateTimeOffset.UnixEpoch.AddYears(60);

        foreach (var _ in new[] { "the first changes something", "the second comes too late" })
        {
            await Store.Queues.WriteAsync(queue, Sample with { Target = "mail" }, CancellationToken.None);
            await Store.Schedules.WriteAsync(schedule, Sample with { Target = "written" }, CancellationToken.None);
            await Store.Schedules.FireAsync(
                new Firing("nightly", 1, null, [new(at, TickOutcome.Ran, null, New.Job())]), Sample with { Target = "fired" }, CancellationToken.None);
        }

        await Store.Schedules.DeleteAsync("nightly", Sample with { Target = "deleted" }, CancellationToken.None);
        await Store.Schedules.DeleteAsync("nightly", Sample, CancellationToken.None);

        (await Audit.ListAsync(new(), CancellationToken.None)).Select(row => row.Target).ShouldBe(["deleted", "fired", "written", "mail"]);
    }

    [Fact]
    public async Task A_cancelled_job_waits_again_as_it_did()
    {
        var at = (await Store.Job(await Store.Enqueue("clock"))).EnqueuedAt.AddHours(2);
        var worker = await Store.Join();
        await worker.Complete(await worker.ClaimOne());
        var failing = await Store.Enqueue("failing");
        await worker.Retry(await worker.ClaimOne(), TimeSpan.FromHours(2));
        var ready = await Store.Enqueue("ready");
        var later = await Store.Enqueue(New.Job("later", wait: TimeSpan.FromHours(2)));
        foreach (var id in new[] { failing, ready, later })
        {
            await Store.Cancel(id);
        }

        (await Reinstate(failing, at)).ShouldBe(ReinstateResult.Reinstated);
        (await Reinstate(ready)).ShouldBe(ReinstateResult.Reinstated);
        (await Reinstate(later, at)).ShouldBe(ReinstateResult.Reinstated);

        (await Store.Job(failing)).ShouldSatisfyAllConditions(
            job => job.State.ShouldBe(JobState.Retryable), job => job.Attempt.ShouldBe(1), job => job.Reason.ShouldBeNull());
        (await Store.Job(later)).ShouldSatisfyAllConditions(
            job => job.State.ShouldBe(JobState.Scheduled), job => job.DueAt.ShouldNotBeNull().ShouldBeAbout(at));
        (await worker.ClaimInTurn()).ShouldBe("ready");
    }

    [Fact]
    public async Task What_is_not_cancelled_any_more_or_whose_key_is_taken_stays_as_it_is()
    {
        var done = await Store.Enqueue("done");
        var worker = await Store.Join();
        await worker.Complete(await worker.ClaimOne());
        var waiting = await Store.Enqueue("waiting");
        var first = await Store.Enqueue(New.Job(unique: New.Key("k")));
        await Store.Cancel(first);
        await Store.Enqueue(New.Job(unique: New.Key("k")));

        (await Reinstate(done)).ShouldBe(ReinstateResult.NotCancelled);
        (await Reinstate(waiting)).ShouldBe(ReinstateResult.NotCancelled);
        (await Reinstate(first)).ShouldBe(ReinstateResult.Conflict);
        (await Reinstate(new JobId(999_999_999))).ShouldBe(ReinstateResult.NotFound);

        (await Store.StateOf(first)).ShouldBe(JobState.Cancelled);
    }

    private async Task<long?> Add(NewAuditEntry entry) => await Audit.AddAsync(entry, CancellationToken.None);

    private async Task<AuditEntry> Get(long id) => (await Audit.GetAsync(id, CancellationToken.None)).ShouldNotBeNull().Entry;

    private async Task<long?[]> List(AuditFilter filter) =>
        [.. (await Audit.ListAsync(filter, CancellationToken.None)).Select(row => (long?)row.Id)];

    private async Task<ReinstateResult> Reinstate(JobId id, DateTimeOffset? due = null) =>
        await Store.Control.ReinstateAsync(id, due, CancellationToken.None);
}
