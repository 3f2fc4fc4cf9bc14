namespace Ostinato.Storage.Conformance;

/// <summary>What a process is given when it asks.</summary>
public abstract class ClaimConformance<TFixture> : StoreScenarios<TFixture>
    where TFixture : StoreFixture, new()
{
    [Fact]
    public async Task A_claimed_job_carries_all_that_is_needed_to_run_it()
    {
        var id = await Store.Enqueue(New.Job("send-mail", priority: 3, payload: "[7]", tags: ["vip"]));
        var stored = await Store.Job(id);
        await PassMinutes(2);

        var claimed = await (await Store.Join()).ClaimOne();

        claimed.Id.ShouldBe(id);
        (claimed.Name, claimed.Queue, claimed.Priority, claimed.Attempt, claimed.Crashes).ShouldBe(("send-mail", "default", 3, 1, 0));
        claimed.Payload.ToArray().ShouldBe("[7]"u8.ToArray());
        claimed.Headers.ToArray().ShouldBe(stored.Headers.ToArray());
        claimed.EnqueuedAt.ShouldBe(stored.EnqueuedAt);
        claimed.AvailableAt.ShouldBeAbout(stored.EnqueuedAt);
        (claimed.ClaimedAt - claimed.AvailableAt).ShouldBeAbout(TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task A_claimed_job_is_executing_under_its_process()
    {
        var id = await Store.Enqueue("a");
        var worker = await Store.Join();

        var claimed = await worker.ClaimOne();

        var job = await Store.Job(id);
        job.State.ShouldBe(JobState.Executing);
        (job.Process, job.Attempt).ShouldBe((worker.Identity, 1));
        job.ClaimedAt.ShouldBe(claimed.ClaimedAt);
    }

    [Fact]
    public async Task Jobs_of_one_priority_come_in_the_order_of_their_enqueue()
    {
        await Store.Enqueue("a");
        await Store.EnqueueMany(New.Jobs("b", "c"));
        await Store.Enqueue("d");

        (await (await Store.Join()).ClaimInTurn()).ShouldBe("a b c d");
    }

    [Fact]
    public async Task Jobs_come_by_priority_the_lowest_number_first()
    {
        await Store.EnqueueMany([.. new[] { 3, 9, 0, 4, 1 }.Select(priority => New.Job($"{priority}", priority: priority))]);

        (await (await Store.Join()).ClaimInTurn()).ShouldBe("0 1 3 4 9");
    }

    [Fact]
    public async Task One_claim_gives_the_jobs_in_the_order_in_which_to_start_them()
    {
        await Store.EnqueueMany(New.Job("c", priority: 5), New.Job("a", priority: 1), New.Job("d", priority: 5), New.Job("b", priority: 1));

        (await (await Store.Join()).Claim(10)).Names().ShouldBe("a b c d");
    }

    [Fact]
    public async Task A_claim_gives_no_more_than_its_limit_and_leaves_the_rest()
    {
        await Store.EnqueueMany(New.Jobs("a", "b", "c", "d", "e"));
        var worker = await Store.Join();

        (await worker.Claim(2)).Names().ShouldBe("a b");
        (await Store.Count(JobState.Available)).ShouldBe(3);
        (await worker.Claim(2)).Names().ShouldBe("c d");
        (await worker.Claim(2)).Names().ShouldBe("e");
    }

    [Fact]
    public async Task A_claim_with_a_limit_of_zero_gives_nothing()
    {
        await Store.Enqueue("a");

        (await (await Store.Join()).Claim(0)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_queue_without_jobs_gives_nothing()
    {
        var worker = await Store.Join();

        (await worker.Claim(10)).ShouldBeEmpty();
        (await worker.Claim(10, "never heard of")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_claim_gives_jobs_of_its_own_queue_only()
    {
        await Store.EnqueueMany(New.Job("a", "one"), New.Job("b", "two"), New.Job("c", "one"));
        var worker = await Store.Join();

        (await worker.Claim(10, "two")).Names().ShouldBe("b");
        (await worker.Claim(10, "one")).Names().ShouldBe("a c");
    }

    [Fact]
    public async Task One_exchange_claims_from_several_queues_each_within_its_limit()
    {
        await Store.EnqueueMany([.. New.Jobs(5, "one"), .. New.Jobs(5, "two"), .. New.Jobs(5, "three")]);
        var worker = await Store.Join();

        var result = await worker.Exchange([], new("one", 2), new("two", 9), new("three", 1));

        result.Claimed.CountBy(job => job.Queue).ToDictionary().ShouldBe(
            new Dictionary<string, int> { ["one"] = 2, ["two"] = 5, ["three"] = 1 }, ignoreOrder: true);
    }

    [Fact]
    public async Task A_job_is_given_to_one_process_only()
    {
        await Store.EnqueueMany(New.Jobs("a", "b", "c"));
        var other = await (await OpenAnother()).Join();
        var worker = await Store.Join();

        (await worker.Claim(2)).Names().ShouldBe("a b");
        (await other.Claim(10)).Names().ShouldBe("c");
        (await worker.Claim(10)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(JobState.Scheduled)]
    [InlineData(JobState.Executing)]
    [InlineData(JobState.Retryable)]
    [InlineData(JobState.Completed)]
    [InlineData(JobState.Cancelled)]
    [InlineData(JobState.Discarded)]
    [InlineData(JobState.Suspended)]
    public async Task Only_available_jobs_are_claimed(JobState state)
    {
        await Store.EnqueueAs(state);

        (await (await Store.Join()).Claim(10)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_thousand_jobs_are_claimed_at_once_and_in_order()
    {
        await Store.EnqueueMany(New.Jobs(1_500));

        var claimed = await (await Store.Join()).Claim(1_000);

        claimed.Names().ShouldBe(string.Join(' ', Enumerable.Range(0, 1_000)));
    }

    [Fact]
    public async Task Attempts_count_up_from_one()
    {
        await Store.Enqueue("a");
        var worker = await Store.Join();

        for (var attempt = 1; attempt <= 3; attempt++)
        {
            var claimed = await worker.ClaimOne();
            claimed.Attempt.ShouldBe(attempt);
            await worker.Retry(claimed, TimeSpan.Zero);
        }
    }

    [Fact]
    public async Task What_is_acknowledged_and_what_is_claimed_travel_together()
    {
        await Store.EnqueueMany(New.Jobs("a", "b"));
        var worker = await Store.Join();
        var first = new Acknowledgement(await worker.ClaimOne(), AttemptEnd.Completed, TimeSpan.Zero);

        var result = await worker.Exchange([first], new ClaimRequest("default", 1));

        result.Claimed.Names().ShouldBe("b");
        (await Store.StateOf(first.Job.Id)).ShouldBe(JobState.Completed);
    }

    [Fact]
    public async Task Acknowledgements_come_before_claims()
    {
        await Store.Enqueue("a");
        var worker = await Store.Join();
        var first = new Acknowledgement(await worker.ClaimOne(), AttemptEnd.Return, TimeSpan.Zero);

        var result = await worker.Exchange([first], new ClaimRequest("default", 1));

        result.Claimed.Names().ShouldBe("a");
    }

    [Fact]
    public async Task An_exchange_with_nothing_to_say_answers_that_the_process_stands()
    {
        var result = await (await Store.Join()).Exchange([]);

        result.StillStands.ShouldBeTrue();
        result.Claimed.ShouldBeEmpty();
        result.Cancellations.ShouldBeEmpty();
        result.NextDueIn.ShouldBeNull();
    }

    [Fact]
    public async Task A_process_that_never_joined_is_given_nothing()
    {
        await Store.Enqueue("a");
        var stranger = new TestWorker(Store, new ProcessIdentity(4711, 1));

        var result = await stranger.Exchange([], new ClaimRequest("default", 10));

        result.StillStands.ShouldBeFalse();
        result.Claimed.ShouldBeEmpty();
        (await Store.Count(JobState.Available)).ShouldBe(1);
    }
}
