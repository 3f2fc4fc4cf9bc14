using System.Text;

namespace Ostinato.Storage.Conformance;

/// <summary>Schedules are kept, come due by the store's clock, and are written and fired by one of several.</summary>
public abstract class ScheduleConformance<TFixture> : StoreScenarios<TFixture>
    where TFixture : StoreFixture, new()
{
    private IScheduleStore Schedules => Store.Schedules;

    [Fact]
    public async Task A_schedule_is_kept_as_it_was_written()
    {
        var next = await Now() + TimeSpan.FromDays(400);

        (await Write("nightly", next, definition: "{\"é\":\" \"}")).ShouldBeTrue();

        var kept = (await Schedules.ListAsync(CancellationToken.None)).ShouldHaveSingleItem();
        kept.Name.ShouldBe("nightly");
        kept.NextAt.ShouldBe(next);
        kept.Revision.ShouldBe(1);
        Encoding.UTF8.GetString(kept.Definition.Span).ShouldBe("{\"é\":\" \"}");
    }

    [Fact]
    public async Task Schedules_are_listed_by_name()
    {
        foreach (var name in new[] { "c", "a", "B" })
        {
            await Write(name);
        }

        (await Schedules.ListAsync(CancellationToken.None)).Select(one => one.Name).ShouldBe(["B", "a", "c"]);
    }

    [Fact]
    public async Task What_must_not_exist_is_not_written_over()
    {
        await Write("nightly", definition: "1");

        (await Write("nightly", definition: "2")).ShouldBeFalse();

        (await Find("nightly")).Definition.Length.ShouldBe(1);
        (await Find("nightly")).Revision.ShouldBe(1);
    }

    [Fact]
    public async Task Of_those_who_saw_the_same_one_writes()
    {
        await Write("nightly");
        var seen = await Find("nightly");

        var written = await Together.Run(
            8, async number => await Schedules.WriteAsync(seen with { Definition = Bytes($"{number}") }, CancellationToken.None));

        written.Count(isWritten => isWritten).ShouldBe(1);
        (await Find("nightly")).Revision.ShouldBe(2);
        Encoding.UTF8.GetString((await Find("nightly")).Definition.Span).ShouldBe($"{Array.IndexOf(written, true)}");
    }

    [Fact]
    public async Task What_does_not_exist_cannot_be_changed()
    {
        var one = new StoredSchedule { Name = "nobody", Definition = Bytes("{}"), Revision = 1 };

        (await Schedules.WriteAsync(one, CancellationToken.None)).ShouldBeFalse();

        (await Schedules.ListAsync(CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_schedule_is_due_when_its_time_has_come_by_the_clock_of_the_store()
    {
        await Write("later", await Now() + TimeSpan.FromHours(2));
        await Write("sooner", await Now() + TimeSpan.FromHours(1));
        await Write("never");
        (await Due()).ShouldBeEmpty();

        await PassMinutes(61);
        (await Due()).ShouldBe(["sooner"]);

        await PassMinutes(61);
        (await Due()).ShouldBe(["sooner", "later"]);
    }

    [Fact]
    public async Task Who_asks_what_is_due_hears_when_the_next_one_is()
    {
        await Write("past", await Now() - TimeSpan.FromHours(1));
        await Write("later", await Now() + TimeSpan.FromHours(3));
        await Write("sooner", await Now() + TimeSpan.FromHours(2));

        var due = await Schedules.DueAsync(CancellationToken.None);

        due.Schedules.ShouldHaveSingleItem().Name.ShouldBe("past");
        due.NextDueIn.ShouldNotBeNull().ShouldBeInRange(TimeSpan.FromMinutes(119), TimeSpan.FromHours(2));
    }

    [Fact]
    public async Task Where_there_is_no_schedule_nothing_is_due_and_the_clock_is_told()
    {
        var due = await Schedules.DueAsync(CancellationToken.None);

        due.Schedules.ShouldBeEmpty();
        due.NextDueIn.ShouldBeNull();
        due.Now.Year.ShouldBeGreaterThan(2000);
    }

    [Fact]
    public async Task A_firing_stores_the_tick_and_its_job_and_sets_the_next_one()
    {
        var at = await Now();
        var next = at + TimeSpan.FromHours(1);
        await Write("nightly", at);

        var ticks = await Fire("nightly", next, new NewTick(at, TickOutcome.Ran, null, New.Job("report")));

        var tick = ticks.ShouldNotBeNull().ShouldHaveSingleItem();
        tick.At.ShouldBe(at);
        tick.Outcome.ShouldBe(TickOutcome.Ran);
        (await Store.Job(tick.Job!.Value)).Name.ShouldBe("report");
        (await Find("nightly")).NextAt.ShouldBe(next);
        (await Schedules.TicksAsync("nightly", 10, CancellationToken.None)).ShouldBe(ticks);
    }

    [Fact]
    public async Task Of_eight_who_see_that_it_is_time_one_fires()
    {
        var at = await Now();
        await Write("nightly", at);
        var seen = await Find("nightly");
        var firing = new Firing("nightly", seen.Revision, at + TimeSpan.FromHours(1), [new(at, TickOutcome.Ran, null, New.Job())]);

        var fired = await Together.Run(8, async _ => await Schedules.FireAsync(firing, CancellationToken.None));

        fired.Count(ticks => ticks is not null).ShouldBe(1);
        (await Store.All()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_tick_that_there_is_stays_and_its_job_is_not_stored_again()
    {
        var at = await Now();
        await Write("nightly", at);
        var first = (await Fire("nightly", at, new NewTick(at, TickOutcome.Ran, null, New.Job("a"))))![0];

        var again = await Fire(
            "nightly", null, new NewTick(at, TickOutcome.Ran, null, New.Job("b")), new NewTick(at + TimeSpan.FromMinutes(1), TickOutcome.Ran, null, New.Job("c")));

        again.ShouldNotBeNull()[0].ShouldBe(first);
        (await Store.All()).Select(job => job.Name).Order().ShouldBe(["a", "c"]);
        (await Store.Job(again[1].Job!.Value)).Name.ShouldBe("c");
    }

    [Fact]
    public async Task A_tick_that_runs_nothing_says_why()
    {
        var at = await Now();
        await Write("nightly", at);

        await Fire("nightly", null, new NewTick(at, TickOutcome.Skipped, "job 7 still runs", null));

        (await Schedules.TicksAsync("nightly", 1, CancellationToken.None))
            .ShouldBe([new StoredTick(at, TickOutcome.Skipped, "job 7 still runs", null)]);
        (await Store.All()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_schedule_that_somebody_wrote_since_is_not_fired()
    {
        var at = await Now();
        await Write("nightly", at);
        var seen = await Find("nightly");
        await Schedules.WriteAsync(seen with { NextAt = null }, CancellationToken.None);

        var fired = await Schedules.FireAsync(
            new Firing("nightly", seen.Revision, at, [new(at, TickOutcome.Ran, null, New.Job())]), CancellationToken.None);

        fired.ShouldBeNull();
        (await Find("nightly")).NextAt.ShouldBeNull();
        (await Store.All()).ShouldBeEmpty();
        (await Schedules.TicksAsync("nightly", 10, CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_job_whose_key_another_job_holds_is_that_job()
    {
        var at = await Now();
        await Write("nightly", at);
        var holder = await Store.Enqueue(New.Job(unique: New.Key("k")));

        var ticks = await Fire("nightly", null, new NewTick(at, TickOutcome.Ran, null, New.Job(unique: New.Key("k"))));

        ticks.ShouldNotBeNull()[0].Job.ShouldBe(holder);
        (await Store.All()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_job_of_a_tick_may_be_due_later()
    {
        var at = await Now();
        await Write("nightly", at);

        var ticks = await Fire("nightly", null, new NewTick(at, TickOutcome.Ran, null, New.Job(wait: TimeSpan.FromMinutes(5))));

        (await Store.Job(ticks![0].Job!.Value)).State.ShouldBe(JobState.Scheduled);
    }

    [Fact]
    public async Task The_job_of_the_latest_tick_that_ran_is_remembered()
    {
        var at = await Now();
        await Write("nightly", at);
        (await Find("nightly")).LastJob.ShouldBeNull();

        var ticks = await Fire(
            "nightly", null, new NewTick(at, TickOutcome.Ran, null, New.Job("a")), new NewTick(at.AddHours(1), TickOutcome.Ran, null, New.Job("b")));
        await Fire("nightly", null, new NewTick(at.AddHours(2), TickOutcome.Skipped, "why", null));
        await Schedules.WriteAsync((await Find("nightly")) with { LastJob = null }, CancellationToken.None);

        (await Find("nightly")).LastJob.ShouldBe(ticks![1].Job);
    }

    [Fact]
    public async Task Ticks_come_the_latest_first_and_no_more_than_asked_for()
    {
        var at = await Now();
        await Write("nightly", at);
        await Write("hourly", at);
        await Fire("hourly", null, new NewTick(at, TickOutcome.Missed, null, null));
        await Fire("nightly", null, [.. Enumerable.Range(0, 5).Select(hour => new NewTick(at.AddHours(hour), TickOutcome.Missed, $"{hour}", null))]);

        (await Schedules.TicksAsync("nightly", 3, CancellationToken.None)).Select(tick => tick.Reason).ShouldBe(["4", "3", "2"]);
    }

    [Fact]
    public async Task The_latest_thousand_ticks_are_kept()
    {
        var at = await Now();
        await Write("often", at);
        var ticks = Enumerable.Range(0, TickLimits.PerSchedule + 5).Select(second => new NewTick(at.AddSeconds(second), TickOutcome.Missed, null, null));

        await Fire("often", null, [.. ticks]);

        var kept = await Schedules.TicksAsync("often", int.MaxValue, CancellationToken.None);
        kept.Count.ShouldBe(TickLimits.PerSchedule);
        kept[^1].At.ShouldBe(at.AddSeconds(5));
    }

    [Fact]
    public async Task A_schedule_goes_with_its_ticks_and_its_jobs_stay()
    {
        var at = await Now();
        await Write("nightly", at);
        await Fire("nightly", null, new NewTick(at, TickOutcome.Ran, null, New.Job()));

        (await Schedules.DeleteAsync("nightly", CancellationToken.None)).ShouldBeTrue();
        (await Schedules.DeleteAsync("nightly", CancellationToken.None)).ShouldBeFalse();

        (await Schedules.ListAsync(CancellationToken.None)).ShouldBeEmpty();
        (await Schedules.TicksAsync("nightly", 10, CancellationToken.None)).ShouldBeEmpty();
        (await Store.All()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Another_process_sees_what_was_written()
    {
        var other = await OpenAnother();
        await Write("nightly", await Now());

        (await other.Schedules.ListAsync(CancellationToken.None)).ShouldHaveSingleItem().Name.ShouldBe("nightly");
    }

    [Fact]
    public async Task Whoever_listens_here_is_told_of_what_was_written_here()
    {
        using var signals = new SignalRecorder(Store);
        await Write("nightly");
        await signals.UntilAnything();
        var before = signals.Seen.Count;

        await Write("hourly");

        await signals.UntilMoreThan(before);
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private async Task<DateTimeOffset> Now() => (await Schedules.DueAsync(CancellationToken.None)).Now;

    private async Task<string[]> Due() => [.. (await Schedules.DueAsync(CancellationToken.None)).Schedules.Select(one => one.Name)];

    private async Task<StoredSchedule> Find(string name) =>
        (await Schedules.ListAsync(CancellationToken.None)).Single(one => one.Name == name);

    private async Task<bool> Write(string name, DateTimeOffset? next = null, string definition = "{}") => await Schedules.WriteAsync(
        new StoredSchedule { Name = name, Definition = Bytes(definition), NextAt = next }, CancellationToken.None);

    private async Task<IReadOnlyList<StoredTick>?> Fire(string name, DateTimeOffset? next, params NewTick[] ticks) =>
        await Schedules.FireAsync(new Firing(name, (await Find(name)).Revision, next, ticks), CancellationToken.None);
}
