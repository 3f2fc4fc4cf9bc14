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
    public async Task Jobs_that_crashed_once_are_claimed_like_any_others()
    {
        await Store.EnqueueMany(New.Jobs("a", "b", "c", "d"));
        await Crash(times: 1);
        var worker = await Store.Join();

        (await worker.ClaimAs(limit: 10, holdsSuspect: true)).Names().ShouldBe("a b c d");
    }

    [Fact]
    public async Task Jobs_that_crashed_twice_are_given_one_at_a_time()
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
    public async Task Two_processes_hold_a_job_that_crashed_twice_each()
    {
        await Store.EnqueueMany(New.Jobs("a", "b", "c"));
        await Crash(times: 2);

        (await (await Store.Join()).Claim(10)).Names().ShouldBe("a");
        (await (await Store.Join()).Claim(10)).Names().ShouldBe("b");
    }

    [Fact]
    public async Task A_job_that_crashed_twice_is_given_beside_sound_ones()
    {
        await Store.Enqueue(New.Job("crashed", priority: 2));
        await Crash(times: 2);
        await Fixture.AdvanceAsync(TimeSpan.FromSeconds(1));
        await Store.EnqueueMany(New.Job("sound", priority: 2), New.Job("later", priority: 5));

        (await (await Store.Join()).Claim(10)).Names().ShouldBe("crashed sound later");
    }

    [Fact]
    public async Task Jobs_that_crashed_twice_keep_no_sound_job_of_their_priority_waiting()
    {
        await Store.EnqueueMany(New.Jobs("a", "b", "c"));
        await Crash(times: 2);
        await Store.EnqueueMany(New.Jobs("sound", "safe"));
        var worker = await Store.Join();

        var claimed = await worker.ClaimAs(limit: 10, holdsSuspect: true);

        claimed.Names().ShouldBe("sound safe");
    }

    [Fact]
    public async Task A_claim_for_one_job_prefers_the_crashed_one_that_waited_longer()
    {
        await Store.Enqueue("crashed");
        await Crash(times: 2);
        await Fixture.AdvanceAsync(TimeSpan.FromSeconds(40));
        await Store.Enqueue("sound");

        (await (await Store.Join()).Claim(1)).Names().ShouldBe("crashed");
    }

    [Fact]
    public async Task A_suspect_of_one_queue_does_not_keep_back_that_of_another()
    {
        await Store.Enqueue("a");
        await Store.Enqueue("b", "other");
        await Crash(times: 2);
        var worker = await Store.Join();

        var result = await worker.Exchange([], new("default", 10), new("other", 10));

        result.Claimed.Select(job => job.Name).ShouldBe(["a", "b"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_crashed_job_that_a_person_retries_is_no_suspect_any_more()
    {
        await Store.EnqueueMany(New.Jobs("a", "b"));
        await Crash(times: 2);
        var worker = await Store.Join();
        var first = await worker.ClaimOne();
        await Fixture.AdvanceAsync(TimeSpan.FromSeconds(1));
        await worker.Acknowledge(new Acknowledgement(first, AttemptEnd.Discarded, TimeSpan.Zero));
        await Store.Control.RetryAsync(first.Id, CancellationToken.None);

        (await worker.Claim(10)).Names().ShouldBe("b a");
    }

    private async Task Crash(int times)
    {
        for (var crash = 0; crash < times; crash++)
        {
            var worker = await Store.Join();
            await worker.ClaimAs(limit: 100, holdsSuspect: false);
            await worker.Exchange([], new ClaimRequest("other", 100));
            await worker.Die(poisonAfter: 100);
        }
    }
}
