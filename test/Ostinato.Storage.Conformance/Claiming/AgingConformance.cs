namespace Ostinato.Storage.Conformance;

/// <summary>Jobs of a low priority do not starve: every minute of waiting counts as one priority.</summary>
public abstract class AgingConformance<TFixture> : StoreScenarios<TFixture>
    where TFixture : StoreFixture, new()
{
    [Fact]
    public async Task A_job_that_has_waited_long_enough_comes_before_a_newer_one_of_a_better_priority()
    {
        await Store.Enqueue(New.Job("old", priority: 6));
        await PassMinutes(3.5);
        await Store.Enqueue(New.Job("new", priority: 4));

        (await (await Store.Join()).ClaimInTurn()).ShouldBe("old new");
    }

    [Fact]
    public async Task A_job_that_has_not_waited_long_enough_comes_after()
    {
        await Store.Enqueue(New.Job("old", priority: 8));
        await PassMinutes(2.5);
        await Store.Enqueue(New.Job("new", priority: 4));

        (await (await Store.Join()).ClaimInTurn()).ShouldBe("new old");
    }

    [Fact]
    public async Task Of_two_that_count_the_same_the_one_that_waited_longer_comes_first()
    {
        await Store.Enqueue(New.Job("old", priority: 6));
        await PassMinutes(2.5);
        await Store.Enqueue(New.Job("new", priority: 4));

        (await (await Store.Join()).ClaimInTurn()).ShouldBe("old new");
    }

    [Fact]
    public async Task An_endless_stream_of_the_first_priority_cannot_starve_the_last()
    {
        await Store.Enqueue(New.Job("old", priority: 9));
        await PassMinutes(10);
        await Store.EnqueueMany(New.Job("new", priority: 0), New.Job("newer", priority: 0));

        (await (await Store.Join()).ClaimInTurn()).ShouldBe("old new newer");
    }

    [Fact]
    public async Task The_last_priority_comes_before_the_second_after_ten_minutes()
    {
        await Store.Enqueue(New.Job("old", priority: 9));
        await PassMinutes(10);
        await Store.Enqueue(New.Job("new", priority: 1));

        (await (await Store.Join()).ClaimInTurn()).ShouldBe("old new");
    }

    [Fact]
    public async Task Inside_one_priority_waiting_changes_nothing()
    {
        await Store.Enqueue("a");
        await PassMinutes(3);
        await Store.Enqueue("b");
        await PassMinutes(3);
        await Store.Enqueue("c");

        (await (await Store.Join()).ClaimInTurn()).ShouldBe("a b c");
    }

    [Fact]
    public async Task One_claim_weighs_waiting_as_many_claims_do()
    {
        await Store.EnqueueMany(New.Job("old1", priority: 7), New.Job("old2", priority: 7));
        await PassMinutes(5.5);
        await Store.EnqueueMany(New.Job("new1", priority: 3), New.Job("new2", priority: 1));

        (await (await Store.Join()).Claim(10)).Names().ShouldBe("new2 old1 old2 new1");
    }

    [Fact]
    public async Task A_clock_that_jumps_back_stops_nothing_and_changes_no_order()
    {
        await Store.EnqueueMany(New.Job("b", priority: 5), New.Job("a", priority: 3), New.Job("c", priority: 5));

        await PassMinutes(-60);
        await Store.Enqueue(New.Job("d", priority: 5));

        (await (await Store.Join()).ClaimInTurn()).ShouldBe("a b c d");
    }

    [Fact]
    public async Task A_promoted_job_has_waited_since_its_due_time_not_since_its_enqueue()
    {
        await Store.Enqueue(New.Job("due", priority: 6, wait: TimeSpan.FromMinutes(30)));
        await PassMinutes(30.5);
        await Store.Promote();
        await Store.Enqueue(New.Job("new", priority: 4));

        (await (await Store.Join()).ClaimInTurn()).ShouldBe("new due");
    }
}
