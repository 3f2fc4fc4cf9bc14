namespace Ostinato.Storage.Conformance;

/// <summary>Jobs that are stored for later.</summary>
public abstract class DueConformance<TFixture> : StoreScenarios<TFixture>
    where TFixture : StoreFixture, new()
{
    [Fact]
    public async Task A_job_due_later_is_scheduled_and_cannot_be_claimed()
    {
        var id = await Store.Enqueue(New.Job(wait: TimeSpan.FromHours(1)));

        (await Store.StateOf(id)).ShouldBe(JobState.Scheduled);
        (await (await Store.Join()).Claim(10)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_wait_is_counted_from_the_clock_of_the_store()
    {
        await PassMinutes(90);

        var job = await Store.Job(await Store.Enqueue(New.Job(wait: TimeSpan.FromMinutes(10))));

        (job.DueAt - job.EnqueuedAt).ShouldBeAbout(TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task An_absolute_time_is_kept_to_the_millisecond()
    {
        var now = (await Store.Job(await Store.Enqueue("now"))).EnqueuedAt;
        var due = now.AddDays(3).AddMilliseconds(7);

        var job = await Store.Job(await Store.Enqueue(New.Job(at: due)));

        job.DueAt.ShouldNotBeNull().ShouldBe(due, TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task The_offset_of_an_absolute_time_does_not_matter()
    {
        var now = (await Store.Job(await Store.Enqueue("now"))).EnqueuedAt;
        var due = now.AddDays(1).ToOffset(TimeSpan.FromHours(-9));

        var job = await Store.Job(await Store.Enqueue(New.Job(at: due)));

        job.DueAt.ShouldNotBeNull().ShouldBe(due, TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task An_absolute_time_wins_over_a_wait()
    {
        var now = (await Store.Job(await Store.Enqueue("now"))).EnqueuedAt;

        var job = await Store.Job(await Store.Enqueue(New.Job(at: now.AddDays(2), wait: TimeSpan.FromMinutes(1))));

        job.DueAt.ShouldBeAbout(now.AddDays(2));
    }

    [Fact]
    public async Task A_time_that_has_passed_means_at_once()
    {
        var now = (await Store.Job(await Store.Enqueue("now"))).EnqueuedAt;

        var id = await Store.Enqueue(New.Job(at: now.AddHours(-1)));

        (await Store.StateOf(id)).ShouldBe(JobState.Available);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-60)]
    public async Task A_wait_of_nothing_or_less_means_at_once(int seconds)
    {
        var id = await Store.Enqueue(New.Job(wait: TimeSpan.FromSeconds(seconds)));

        (await Store.StateOf(id)).ShouldBe(JobState.Available);
    }

    [Fact]
    public async Task A_wait_beyond_the_end_of_the_calendar_waits_for_ever()
    {
        var id = await Store.Enqueue(New.Job(wait: TimeSpan.MaxValue));
        await PassMinutes(60 * 24 * 365);

        await Store.Promote();

        (await Store.StateOf(id)).ShouldBe(JobState.Scheduled);
    }

    [Fact]
    public async Task A_job_that_passed_its_time_keeps_waiting_until_it_is_promoted()
    {
        var id = await Store.Enqueue(New.Job(wait: TimeSpan.FromMinutes(1)));

        await PassMinutes(2);

        (await Store.StateOf(id)).ShouldBe(JobState.Scheduled);
        (await Store.Promote()).Count.ShouldBe(1);
        (await Store.StateOf(id)).ShouldBe(JobState.Available);
    }
}
