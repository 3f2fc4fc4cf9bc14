namespace Ostinato.Storage.Conformance;

/// <summary>A process that was declared dead changes nothing, until it joins again as what it is: a new life.</summary>
public abstract class FencingConformance<TFixture> : StoreScenarios<TFixture>
    where TFixture : StoreFixture, new()
{
    [Fact]
    public async Task A_dead_process_ends_nothing_and_claims_nothing()
    {
        await Store.EnqueueMany(New.Jobs("a", "b"));
        var dead = await Store.Join();
        var claimed = await dead.ClaimOne();
        await dead.Die();

        var result = await dead.Exchange(
            [new Acknowledgement(claimed, AttemptEnd.Completed, TimeSpan.Zero)], new ClaimRequest("default", 10));

        result.StillStands.ShouldBeFalse();
        result.Claimed.ShouldBeEmpty();
        (await Store.All()).ShouldAllBe(job => job.State == JobState.Available);
    }

    [Fact]
    public async Task The_beat_of_a_dead_process_tells_it_so_and_revives_nothing()
    {
        var dead = await Store.Join();
        await dead.Die();

        (await dead.Beat()).StillStands.ShouldBeFalse();

        (await Store.Registered()).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_outcome_of_the_process_that_took_over_stands()
    {
        await Store.Enqueue("a");
        var asleep = await Store.Join();
        var stale = await asleep.ClaimOne();
        await asleep.Die();
        var heir = await (await OpenAnother()).Join();
        var claimed = await heir.ClaimOne();

        foreach (var end in Enum.GetValues<AttemptEnd>())
        {
            (await asleep.Exchange([new Acknowledgement(stale, end, TimeSpan.Zero)])).StillStands.ShouldBeFalse();
        }

        (await Store.Job(claimed.Id)).Process.ShouldBe(heir.Identity);
        await heir.Complete(claimed, "\"by the heir\"");
        await asleep.Exchange([new Acknowledgement(stale, AttemptEnd.Discarded, TimeSpan.Zero)]);
        var job = await Store.Job(claimed.Id);
        (job.State, job.Attempt).ShouldBe((JobState.Completed, 2));
    }

    [Fact]
    public async Task A_dead_process_joins_again_under_its_number_and_the_next_epoch()
    {
        var dead = await Store.Join();
        await dead.Die();

        var reborn = await dead.Rejoin();

        reborn.Identity.ShouldBe(new ProcessIdentity(dead.Identity.Id, 2));
        (await Store.Registered()).ShouldHaveSingleItem().Process.ShouldBe(reborn.Identity);
        (await reborn.Beat()).StillStands.ShouldBeTrue();
    }

    [Fact]
    public async Task After_rejoining_the_earlier_life_stays_refused()
    {
        await Store.EnqueueMany(New.Jobs("a", "b"));
        var dead = await Store.Join();
        var claimed = await dead.ClaimOne();
        await dead.Die();
        await dead.Rejoin();

        (await dead.Exchange([new Acknowledgement(claimed, AttemptEnd.Completed, TimeSpan.Zero)])).StillStands.ShouldBeFalse();
        (await dead.Beat()).StillStands.ShouldBeFalse();

        (await Store.All()).ShouldAllBe(job => job.State == JobState.Available);
    }

    [Fact]
    public async Task A_new_life_cannot_end_what_the_earlier_one_held()
    {
        await Store.Enqueue("a");
        var dead = await Store.Join();
        var claimed = await dead.ClaimOne();
        await dead.Die();
        var reborn = await dead.Rejoin();

        await reborn.Complete(claimed);

        (await Store.StateOf(claimed.Id)).ShouldBe(JobState.Available);
    }

    [Fact]
    public async Task A_claim_of_an_earlier_life_does_not_end_the_one_of_the_new()
    {
        await Store.Enqueue("a");
        var dead = await Store.Join();
        var stale = await dead.ClaimOne();
        await dead.Die();
        var reborn = await dead.Rejoin();
        var claimed = await reborn.ClaimOne();

        await reborn.Discard(stale);

        (await Store.Job(claimed.Id)).Process.ShouldBe(reborn.Identity);
    }

    [Fact]
    public async Task A_process_that_stands_and_joins_again_gets_nothing_charged_for_what_it_held()
    {
        await Store.EnqueueMany(New.Jobs("a", "b", "c"));
        var earlier = await Store.Join();
        await earlier.Claim(2);

        var later = await earlier.Rejoin();

        later.Identity.ShouldBe(new ProcessIdentity(earlier.Identity.Id, 2));
        (await Store.All()).ShouldAllBe(job => job.State == JobState.Available && job.Attempt == 0 && job.Crashes == 0);
        (await later.ClaimInTurn()).ShouldBe("a b c");
        (await earlier.Exchange([])).StillStands.ShouldBeFalse();
    }

    [Fact]
    public async Task An_earlier_life_that_leaves_does_not_take_the_new_one_along()
    {
        await Store.Enqueue("a");
        var dead = await Store.Join();
        await dead.Die();
        var reborn = await dead.Rejoin();
        var claimed = await reborn.ClaimOne();

        await dead.Leave();

        (await reborn.Beat()).StillStands.ShouldBeTrue();
        (await Store.StateOf(claimed.Id)).ShouldBe(JobState.Executing);
    }

    [Fact]
    public async Task What_was_seen_of_an_earlier_life_does_not_kill_the_new_one()
    {
        await Store.Enqueue("a");
        var earlier = await Store.Join();
        var observed = await earlier.LastBeat();
        var later = await earlier.Rejoin();
        var claimed = await later.ClaimOne();

        (await Store.Reap(observed)).ShouldBeNull();

        (await Store.Job(claimed.Id)).Process.ShouldBe(later.Identity);
    }

    [Fact]
    public async Task A_process_may_die_and_join_again_many_times()
    {
        var worker = await Store.Join();
        var number = worker.Identity.Id;
        for (var epoch = 1; epoch <= 5; epoch++)
        {
            worker.Identity.ShouldBe(new ProcessIdentity(number, epoch));
            await worker.Die();
            worker = await worker.Rejoin();
        }

        (await Store.Join()).Identity.Id.ShouldNotBe(number);
    }
}
