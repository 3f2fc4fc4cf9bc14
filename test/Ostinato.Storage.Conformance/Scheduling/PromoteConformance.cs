namespace Ostinato.Storage.Conformance;

/// <summary>Jobs whose time has come become available, the earliest first.</summary>
public abstract class PromoteConformance<TFixture> : StoreScenarios<TFixture>
    where TFixture : StoreFixture, new()
{
    [Fact]
    public async Task Due_jobs_become_available_and_others_stay()
    {
        await Store.EnqueueMany(In("soon", 1), In("later", 10));
        await PassMinutes(5);

        var promotion = await Store.Promote();

        promotion.Count.ShouldBe(1);
        promotion.NextDueIn.ShouldBeAbout(TimeSpan.FromMinutes(5));
        (await (await Store.Join()).ClaimInTurn()).ShouldBe("soon");
    }

    [Fact]
    public async Task A_job_is_never_promoted_before_its_time()
    {
        await Store.Enqueue(In("a", 10));
        await PassMinutes(9);

        (await Store.Promote()).Count.ShouldBe(0);

        await PassMinutes(2);
        (await Store.Promote()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Where_nothing_waits_nothing_is_promoted_and_nothing_is_due()
    {
        await Store.Enqueue("available");

        (await Store.Promote()).ShouldBe(new Promotion(0, null));
    }

    [Fact]
    public async Task A_second_promotion_finds_nothing_more()
    {
        await Store.EnqueueMany(In("a", 1), In("b", 1));
        await PassMinutes(2);
        await Store.Promote();

        (await Store.Promote()).ShouldBe(new Promotion(0, null));
        (await (await Store.Join()).ClaimInTurn()).ShouldBe("a b");
    }

    [Fact]
    public async Task A_limited_promotion_takes_the_earliest_and_says_that_more_are_due()
    {
        await Store.Enqueue(In("third", 3));
        await Store.Enqueue(In("first", 1));
        await Store.Enqueue(In("second", 2));
        await PassMinutes(5);

        (await Store.Promote(limit: 1)).ShouldBe(new Promotion(1, TimeSpan.Zero));
        (await (await Store.Join()).ClaimInTurn()).ShouldBe("first");
        (await Store.Promote(limit: 1)).ShouldBe(new Promotion(1, TimeSpan.Zero));
        (await Store.Promote(limit: 1)).ShouldBe(new Promotion(1, null));
        (await (await Store.Join()).ClaimInTurn()).ShouldBe("second third");
    }

    [Fact]
    public async Task Jobs_promoted_together_come_by_their_due_time_then_in_the_order_of_their_enqueue()
    {
        await Store.EnqueueMany(In("c", 3), In("b1", 2), In("a", 1), In("b2", 2));
        await PassMinutes(5);
        await Store.Promote();

        var names = await (await Store.Join()).ClaimInTurn();

        names.ShouldBe("a b1 b2 c");
    }

    [Fact]
    public async Task A_promoted_job_goes_behind_those_that_are_available()
    {
        await Store.Enqueue(In("due", 1));
        await Store.Enqueue("a");
        await PassMinutes(2);
        await Store.Enqueue("b");
        await Store.Promote();
        await Store.Enqueue("c");

        (await (await Store.Join()).ClaimInTurn()).ShouldBe("a b due c");
    }

    [Fact]
    public async Task A_promoted_job_could_run_since_its_due_time()
    {
        var due = (await Store.Job(await Store.Enqueue(In("a", 10)))).DueAt.ShouldNotBeNull();
        await PassMinutes(15);
        await Store.Promote();

        var claimed = await (await Store.Join()).ClaimOne();

        claimed.AvailableAt.ShouldBe(due, TimeSpan.FromMilliseconds(1));
        (claimed.ClaimedAt - claimed.AvailableAt).ShouldBeAbout(TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task Jobs_are_promoted_to_their_own_queue_and_priority()
    {
        await Store.EnqueueMany(
            New.Job("b", "one", priority: 8, wait: TimeSpan.FromMinutes(1)),
            New.Job("a", "one", priority: 2, wait: TimeSpan.FromMinutes(1)),
            New.Job("c", "two", priority: 0, wait: TimeSpan.FromMinutes(1)));
        await PassMinutes(1.5);
        await Store.Promote();
        var worker = await Store.Join();

        (await worker.ClaimInTurn("one")).ShouldBe("a b");
        (await worker.ClaimInTurn("two")).ShouldBe("c");
    }

    [Fact]
    public async Task A_failed_job_comes_back_with_its_next_attempt()
    {
        await Store.Enqueue("a");
        var worker = await Store.Join();
        await worker.Retry(await worker.ClaimOne(), TimeSpan.FromMinutes(1));
        await PassMinutes(2);

        (await Store.Promote()).Count.ShouldBe(1);

        (await Store.All())[0].ShouldSatisfyAllConditions(
            job => job.State.ShouldBe(JobState.Available), job => job.Attempt.ShouldBe(1), job => job.DueAt.ShouldBeNull());
        (await worker.ClaimOne()).Attempt.ShouldBe(2);
    }

    [Fact]
    public async Task A_promotion_wakes_the_queues_of_its_jobs()
    {
        await Store.EnqueueMany(New.Job("a", "one", wait: TimeSpan.FromMinutes(1)), New.Job("b", "two", wait: TimeSpan.FromMinutes(1)));
        await PassMinutes(2);
        using var signals = new SignalRecorder(Store);

        await Store.Promote();

        await signals.UntilWoken("one");
        await signals.UntilWoken("two");
    }

    [Fact]
    public async Task Another_process_may_promote()
    {
        await Store.Enqueue(In("a", 1));
        await PassMinutes(2);

        (await (await OpenAnother()).Promote()).Count.ShouldBe(1);

        (await (await Store.Join()).ClaimInTurn()).ShouldBe("a");
    }

    [Fact]
    public async Task Cancelled_and_deleted_jobs_are_not_promoted()
    {
        var ids = await Store.EnqueueMany(In("a", 1), In("b", 1), In("c", 1), In("d", 1));
        await Store.Cancel(ids[1]);
        await Store.Delete(ids[2]);
        await PassMinutes(2);

        (await Store.Promote()).Count.ShouldBe(2);

        (await (await Store.Join()).ClaimInTurn()).ShouldBe("a d");
    }

    [Fact]
    public async Task Jobs_of_a_paused_queue_become_available_too()
    {
        var id = await Store.Enqueue(In("a", 1));
        await Store.Pause();
        await PassMinutes(2);

        (await Store.Promote()).Count.ShouldBe(1);

        (await Store.StateOf(id)).ShouldBe(JobState.Available);
        (await (await Store.Join()).Claim(10)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Ten_thousand_jobs_due_in_the_same_second_are_promoted_in_steps_none_twice()
    {
        var due = (await Store.Job(await Store.Enqueue("now", "clock"))).EnqueuedAt.AddMinutes(1);
        for (var call = 0; call < 100; call++)
        {
            await Store.EnqueueMany([.. Enumerable.Repeat(New.Job(at: due), 100)]);
        }

        await PassMinutes(2);

        var (steps, total) = (0, 0);
        for (var more = true; more; steps++)
        {
            var promotion = await Store.Promote(limit: 2_000);
            total += promotion.Count;
            more = promotion.NextDueIn is not null;
        }

        total.ShouldBe(10_000);
        steps.ShouldBeInRange(2, 50);
        (await Store.Count(JobState.Available)).ShouldBe(10_000);
    }

    [Fact]
    public async Task A_clock_that_jumps_back_promotes_nothing_twice_and_loses_nothing()
    {
        await Store.EnqueueMany(In("a", 1), In("b", 10));
        await PassMinutes(2);
        await Store.Promote();

        await PassMinutes(-60);
        (await Store.Promote()).Count.ShouldBe(0);
        await PassMinutes(75);
        (await Store.Promote()).Count.ShouldBe(1);

        (await (await Store.Join()).ClaimInTurn()).ShouldBe("a b");
    }

    [Fact]
    public async Task A_clock_that_jumps_a_day_ahead_makes_available_what_is_due_by_then()
    {
        await Store.EnqueueMany(In("a", 60), In("b", 60 * 23), In("c", 60 * 25));
        await PassMinutes(60 * 24);

        (await Store.Promote()).Count.ShouldBe(2);

        (await (await Store.Join()).ClaimInTurn()).ShouldBe("a b");
    }

    private static NewJob In(string name, double minutes) => New.Job(name, wait: TimeSpan.FromMinutes(minutes));
}
