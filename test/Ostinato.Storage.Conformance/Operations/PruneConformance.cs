namespace Ostinato.Storage.Conformance;

/// <summary>Final jobs go when they have been kept long enough, and nothing else goes.</summary>
public abstract class PruneConformance<TFixture> : StoreScenarios<TFixture>
    where TFixture : StoreFixture, new()
{
    private static readonly TimeSpan OneHour = TimeSpan.FromHours(1);

    [Theory]
    [InlineData(JobState.Completed)]
    [InlineData(JobState.Cancelled)]
    [InlineData(JobState.Discarded)]
    public async Task Jobs_that_ended_in_the_state_long_enough_ago_go(JobState state)
    {
        var old = await Store.EnqueueAs(state);
        await PassMinutes(40);
        var young = await Store.EnqueueAs(state);
        await PassMinutes(30);

        (await Store.Prune(state, OneHour)).ShouldBe(1);

        (await Store.Has(old)).ShouldBeFalse();
        (await Store.Has(young)).ShouldBeTrue();
    }

    [Theory]
    [InlineData(JobState.Completed)]
    [InlineData(JobState.Cancelled)]
    [InlineData(JobState.Discarded)]
    public async Task Of_all_states_at_all_ages_only_the_old_ones_of_the_state_go(JobState pruned)
    {
        foreach (var state in Enum.GetValues<JobState>())
        {
            await Store.EnqueueAs(state, New.Job("old", queue: $"{state}"));
        }

        await PassMinutes(90);
        foreach (var state in Enum.GetValues<JobState>())
        {
            await Store.EnqueueAs(state, New.Job("young", queue: $"young {state}"));
        }

        (await Store.Prune(pruned, OneHour)).ShouldBe(1);

        (await Store.All(pruned.AsSet())).Names().ShouldBe("young");
        (await Store.All()).Count.ShouldBe(15);
    }

    [Fact]
    public async Task Age_counts_from_the_end_not_from_the_enqueue()
    {
        await Store.Enqueue("a");
        await PassMinutes(600);
        var worker = await Store.Join();
        await worker.Complete(await worker.ClaimOne());
        await PassMinutes(30);

        (await Store.Prune(JobState.Completed, OneHour)).ShouldBe(0);

        await PassMinutes(40);
        (await Store.Prune(JobState.Completed, OneHour)).ShouldBe(1);
    }

    [Fact]
    public async Task A_job_cancelled_by_a_person_counts_from_that_moment()
    {
        var id = await Store.Enqueue("a");
        await PassMinutes(600);
        await Store.Cancel(id);
        await PassMinutes(30);

        (await Store.Prune(JobState.Cancelled, OneHour)).ShouldBe(0);
    }

    [Fact]
    public async Task Of_named_jobs_those_go_that_ended_before_a_time_and_their_neighbours_stay()
    {
        var ids = await Store.EnqueueMany(New.Jobs("a", "b", "c", "d", "e"));
        var worker = await Store.Join();
        await worker.Complete(await worker.Claim(5));
        await Store.Retry(ids[3]);
        var waiting = await Store.Enqueue("f", "other");
        var before = (await Store.Job(ids[0])).FinishedAt!.Value.AddSeconds(1);
        await PassMinutes(5);
        await Store.Retry(ids[4]);
        await worker.Complete(await worker.Claim(2));

        var removed = await Store.Pruner.RemoveAsync([ids[1], ids[3], ids[4], waiting, new JobId(987_654_321)], before, CancellationToken.None);

        removed.ShouldBe(1);
        (await Store.All()).Names().ShouldBe("f e d c a");
    }

    [Fact]
    public async Task A_limited_step_takes_the_oldest_and_steps_take_all_in_the_end()
    {
        foreach (var name in new[] { "a", "b", "c" })
        {
            await Store.EnqueueAs(JobState.Completed, New.Job(name));
            await PassMinutes(5);
        }

        await PassMinutes(600);

        (await Store.Prune(JobState.Completed, OneHour, limit: 1)).ShouldBe(1);
        (await Store.All()).Names().ShouldBe("c b");
        (await Store.Prune(JobState.Completed, OneHour, limit: 1)).ShouldBe(1);
        (await Store.Prune(JobState.Completed, OneHour, limit: 1)).ShouldBe(1);
        (await Store.Prune(JobState.Completed, OneHour, limit: 1)).ShouldBe(0);
        (await Store.All()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Five_thousand_jobs_go_in_steps()
    {
        await Store.EnqueueMany(New.Jobs(5_000));
        var worker = await Store.Join();
        await worker.Complete(await worker.Claim(5_000));
        await PassMinutes(120);

        var total = 0;
        for (var step = -1; step != 0; total += step)
        {
            step = await Store.Prune(JobState.Completed, OneHour, limit: 1_000);
        }

        total.ShouldBe(5_000);
        (await Store.All()).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_empty_store_has_nothing_to_prune()
    {
        (await Store.Prune(JobState.Completed, TimeSpan.Zero)).ShouldBe(0);
    }

    [Fact]
    public async Task An_age_of_zero_takes_all_that_ended_before()
    {
        await Store.EnqueueAs(JobState.Completed);
        await PassMinutes(1);

        (await Store.Prune(JobState.Completed, TimeSpan.Zero)).ShouldBe(1);
    }

    [Fact]
    public async Task An_age_beyond_the_calendar_takes_nothing()
    {
        await Store.EnqueueAs(JobState.Completed);
        await PassMinutes(600);

        (await Store.Prune(JobState.Completed, TimeSpan.FromDays(36_500))).ShouldBe(0);
    }

    [Fact]
    public async Task A_clock_that_jumps_back_prunes_nothing_early()
    {
        await Store.EnqueueAs(JobState.Completed);
        await PassMinutes(-120);

        (await Store.Prune(JobState.Completed, OneHour)).ShouldBe(0);

        await PassMinutes(240);
        (await Store.Prune(JobState.Completed, OneHour)).ShouldBe(1);
    }

    [Fact]
    public async Task A_job_that_was_retried_in_the_meantime_stays()
    {
        var id = await Store.EnqueueAs(JobState.Discarded);
        await PassMinutes(120);
        await Store.Retry(id);

        (await Store.Prune(JobState.Discarded, OneHour)).ShouldBe(0);

        (await Store.StateOf(id)).ShouldBe(JobState.Available);
    }

    [Fact]
    public async Task Jobs_that_ended_together_may_go_at_different_times()
    {
        await Store.EnqueueMany(New.Jobs("a", "b", "c"));
        var worker = await Store.Join();
        var claimed = await worker.Claim(3);
        await worker.Acknowledge([
            new(claimed[0], AttemptEnd.Completed, TimeSpan.Zero),
            new(claimed[1], AttemptEnd.Discarded, TimeSpan.Zero),
            new(claimed[2], AttemptEnd.Completed, TimeSpan.Zero)]);
        await PassMinutes(120);

        (await Store.Prune(JobState.Completed, OneHour)).ShouldBe(2);

        (await Store.All()).Names().ShouldBe("b");
    }

    [Fact]
    public async Task Pruning_leaves_the_running_ones_of_the_same_claim()
    {
        await Store.EnqueueMany(New.Jobs("a", "b", "c"));
        var worker = await Store.Join();
        var claimed = await worker.Claim(3);
        await worker.Complete([claimed[0], claimed[2]]);
        await PassMinutes(120);
        await Store.Prune(JobState.Completed, OneHour);

        await worker.Complete(claimed[1]);

        (await Store.All()).Names().ShouldBe("b");
        (await Store.StateOf(claimed[1].Id)).ShouldBe(JobState.Completed);
    }

    [Fact]
    public async Task A_pruned_job_is_gone_with_its_errors_and_its_result()
    {
        await Store.Enqueue("a");
        var worker = await Store.Join();
        await worker.Retry(await worker.ClaimOne(), TimeSpan.Zero);
        var claimed = await worker.ClaimOne();
        await worker.Complete(claimed, "1");
        await PassMinutes(120);

        await Store.Prune(JobState.Completed, OneHour);

        (await Store.Has(claimed.Id)).ShouldBeFalse();
        (await Store.Cancel(claimed.Id)).ShouldBe(CancelResult.NotFound);
        (await Store.Retry(claimed.Id)).ShouldBe(RetryResult.NotFound);
        (await Store.FindQueue()).ShouldBeNull();
    }
}
