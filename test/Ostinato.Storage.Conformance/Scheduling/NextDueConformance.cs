namespace Ostinato.Storage.Conformance;

/// <summary>A process knows when to look again: every exchange says when the next job is due.</summary>
public abstract class NextDueConformance<TFixture> : StoreScenarios<TFixture>
    where TFixture : StoreFixture, new()
{
    [Fact]
    public async Task An_exchange_says_how_long_until_the_next_job_is_due()
    {
        await Store.EnqueueMany(
            New.Job(wait: TimeSpan.FromMinutes(20)), New.Job(queue: "other", wait: TimeSpan.FromMinutes(10)), New.Job(queue: "third"));

        (await NextDueIn()).ShouldBeAbout(TimeSpan.FromMinutes(10));
        await PassMinutes(4);
        (await NextDueIn()).ShouldBeAbout(TimeSpan.FromMinutes(6));
    }

    [Fact]
    public async Task It_says_zero_when_a_job_is_due_already()
    {
        await Store.Enqueue(New.Job(wait: TimeSpan.FromMinutes(10)));
        await PassMinutes(11);

        (await NextDueIn()).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task It_says_nothing_when_no_job_waits_for_a_time()
    {
        await Store.EnqueueAs(JobState.Suspended);
        await Store.EnqueueAs(JobState.Completed);
        await Store.Enqueue("available");

        (await NextDueIn()).ShouldBeNull();
    }

    [Fact]
    public async Task It_counts_the_job_that_failed_in_the_same_exchange()
    {
        await Store.Enqueue("a");
        var worker = await Store.Join();
        var detail = new AttemptDetail { Due = new DueTime(null, TimeSpan.FromMinutes(10)) };

        var result = await worker.Exchange([new Acknowledgement(await worker.ClaimOne(), AttemptEnd.Retry, TimeSpan.Zero, detail)]);

        result.NextDueIn.ShouldBeAbout(TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task It_forgets_a_job_that_was_cancelled()
    {
        var ids = await Store.EnqueueMany(New.Job(wait: TimeSpan.FromMinutes(10)), New.Job(wait: TimeSpan.FromMinutes(30)));

        await Store.Cancel(ids[0]);

        (await NextDueIn()).ShouldBeAbout(TimeSpan.FromMinutes(30));
    }

    private async Task<TimeSpan?> NextDueIn() => (await (await Store.Join()).Exchange([])).NextDueIn;
}
