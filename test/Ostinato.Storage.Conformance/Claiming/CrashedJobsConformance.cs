namespace Ostinato.Storage.Conformance;

/// <summary>Jobs that were held by processes that died are claimed with care, so that one of them cannot take many others down.</summary>
public abstract class CrashedJobsConformance<TFixture> : StoreScenarios<TFixture>
    where TFixture : StoreFixture, new()
{
    [Fact]
    public async Task A_claimed_job_says_how_many_processes_died_with_it()
    {
        await Store.Enqueue("a");
        await Crash(times: 2);

        var claimed = await (await Store.Join()).ClaimOne();

        (claimed.Crashes, claimed.Attempt).ShouldBe((2, 3));
    }

    [Fact]
    public async Task Jobs_that_crashed_once_are_claimed_within_the_free_slots_only()
    {
        await Store.EnqueueMany(New.Jobs("a", "b", "c", "d"));
        await Crash(times: 1);
        var worker = await Store.Join();

        (await worker.ClaimAs(limit: 10, freeSlots: 2, holdsNothing: true)).Names().ShouldBe("a b");
        (await worker.ClaimAs(limit: 10, freeSlots: 0, holdsNothing: false)).ShouldBeEmpty();
        (await worker.ClaimAs(limit: 10, freeSlots: 5, holdsNothing: false)).Names().ShouldBe("c d");
    }

    [Fact]
    public async Task Free_slots_do_not_bound_jobs_that_never_crashed()
    {
        await Store.EnqueueMany(New.Jobs("a", "b", "c"));
        var worker = await Store.Join();

        var claimed = await worker.ClaimAs(limit: 3, freeSlots: 0, holdsNothing: false);

        claimed.Names().ShouldBe("a b c");
    }

    [Fact]
    public async Task A_job_that_crashed_once_waits_for_a_slot_while_other_priorities_go_on()
    {
        await Store.Enqueue(New.Job("crashed", priority: 2));
        await Crash(times: 1);
        await Store.Enqueue(New.Job("sound", priority: 5));
        var worker = await Store.Join();

        var claimed = await worker.ClaimAs(limit: 10, freeSlots: 0, holdsNothing: false);

        claimed.Names().ShouldBe("sound");
    }

    [Fact]
    public async Task A_job_that_crashed_twice_is_given_alone()
    {
        await Store.EnqueueMany(New.Job("crashed", priority: 2));
        await Crash(times: 2);
        await Store.EnqueueMany(New.Job("sound", priority: 2), New.Job("later", priority: 5));
        var worker = await Store.Join();

        var claimed = await worker.ClaimAs(limit: 10, freeSlots: 10, holdsNothing: true);

        claimed.Names().ShouldBe("crashed");
    }

    [Fact]
    public async Task A_job_that_crashed_twice_is_not_given_to_a_process_that_holds_others_of_its_queue()
    {
        await Store.Enqueue("crashed");
        await Crash(times: 2);
        var worker = await Store.Join();

        var claimed = await worker.ClaimAs(limit: 10, freeSlots: 10, holdsNothing: false);

        claimed.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_job_that_crashed_twice_is_not_given_beside_others_of_the_same_claim()
    {
        await Store.Enqueue(New.Job("crashed", priority: 5));
        await Crash(times: 2);
        await Store.Enqueue(New.Job("sound", priority: 2));
        var worker = await Store.Join();

        var claimed = await worker.ClaimAs(limit: 10, freeSlots: 10, holdsNothing: true);

        claimed.Names().ShouldBe("sound");
    }

    [Fact]
    public async Task Two_jobs_that_crashed_twice_are_given_one_after_the_other()
    {
        await Store.EnqueueMany(New.Jobs("a", "b"));
        await Crash(times: 2);
        var worker = await Store.Join();

        var first = await worker.Claim(10);
        (await worker.Claim(10)).ShouldBeEmpty();
        await worker.Complete(first);

        first.Names().ShouldBe("a");
        (await worker.Claim(10)).Names().ShouldBe("b");
    }

    [Fact]
    public async Task A_job_alone_in_its_queue_does_not_keep_other_queues_from_being_claimed()
    {
        await Store.Enqueue("crashed");
        await Crash(times: 2);
        await Store.Enqueue("sound", "other");
        var worker = await Store.Join();

        var result = await worker.Exchange([], new("default", 10, 10, HoldsNothing: true), new("other", 10, 10, HoldsNothing: true));

        result.Claimed.Select(job => job.Name).ShouldBe(["crashed", "sound"], ignoreOrder: true);
    }

    private async Task Crash(int times)
    {
        for (var crash = 0; crash < times; crash++)
        {
            var worker = await Store.Join();
            // Jobs that run alone come one by one, to a process that says it holds nothing.
            while ((await worker.ClaimAs(limit: 100, freeSlots: 100, holdsNothing: true)).Count > 0)
            {
            }

            await worker.Die(poisonAfter: 100);
        }
    }
}
