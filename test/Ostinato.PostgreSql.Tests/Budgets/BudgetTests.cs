using Ostinato.PostgreSql.Tests.Measuring;
using Ostinato.Storage;
using Ostinato.Storage.Conformance;

namespace Ostinato.PostgreSql.Tests.Budgets;

[Collection(MeasuredTests.Name)]
public sealed class BudgetTests(MeasuredServer server) : Budget(server)
{
    private const int Many = 1_000;

    [Fact]
    public Task An_insert_is_one_statement() => Costs(1, 1, _ => Store.Enqueue(New.Job()));

    [Fact]
    public Task A_thousand_jobs_are_inserted_by_one_statement() =>
        Costs(1, 1, _ => Store.EnqueueMany([.. Enumerable.Repeat(New.Job(), Many)]));

    [Fact]
    public Task Jobs_for_later_take_one_statement_more() => Costs(1, 2, _ => Store.Enqueue(New.Job(wait: TimeSpan.FromHours(1))));

    [Fact]
    public Task A_unique_job_takes_its_key_in_the_same_trip() => Costs(1, 2, time => Store.Insert(New.Job(unique: New.Key($"{time}"))));

    [Fact]
    public async Task An_exchange_fences_acknowledges_claims_and_hears_in_one_trip()
    {
        await Store.EnqueueMany([.. Enumerable.Repeat(New.Job(), Many)]);
        var held = await Worker.Claim(100);
        await Costs(1, 6, async _ => held = await NextAsync(held));
        held.Count.ShouldBe(100);
    }

    [Fact]
    public async Task An_exchange_without_work_takes_two_statements() => await Costs(1, 2, _ => Worker.Exchange([]));

    [Fact]
    public async Task Retries_of_a_hundred_jobs_travel_with_the_exchange()
    {
        await Store.EnqueueMany([.. Enumerable.Repeat(New.Job(), Many)]);
        var detail = new AttemptDetail { Due = new DueTime(null, TimeSpan.FromHours(1)), Error = TestWorker.Error };
        var held = await Worker.Claim(100);
        await Costs(1, 10, async _ => held = await NextAsync(held, AttemptEnd.Retry, detail));
        held.Count.ShouldBe(100);
    }

    [Fact]
    public async Task A_promotion_takes_one_trip()
    {
        await Store.EnqueueMany([.. Enumerable.Repeat(New.Job(wait: TimeSpan.FromMilliseconds(1)), Many)]);
        await Costs(1, 3, _ => Store.Promoter.PromoteAsync(100, CancellationToken.None).AsTask());
    }

    [Fact]
    public Task A_beat_takes_one_trip() => Costs(1, 2, _ => Worker.Beat());

    [Fact]
    public Task A_process_joins_by_one_statement() => Costs(1, 1, _ => Store.Join());

    [Fact]
    public async Task A_process_that_holds_nothing_leaves_in_three_trips_and_a_commit()
    {
        var leaving = await JoinTwiceAsync();
        await Costs(3, 6, time => leaving[time].Leave(), isTransaction: true);
    }

    [Fact]
    public async Task A_process_leaves_with_a_thousand_jobs_in_four_trips_and_a_commit()
    {
        var leaving = await JoinTwiceAsync(jobs: Many);
        await Costs(4, 7, time => leaving[time].Leave(), isTransaction: true);
    }

    [Fact]
    public async Task A_process_joins_again_and_gives_back_a_thousand_jobs_in_four_trips_and_a_commit()
    {
        var rejoining = await JoinTwiceAsync(jobs: Many);
        await Costs(4, 7, time => rejoining[time].Rejoin(), isTransaction: true);
    }

    [Fact]
    public async Task A_dead_process_is_reaped_with_its_thousand_jobs_in_five_trips_and_a_commit()
    {
        var dead = await JoinTwiceAsync(jobs: Many);
        var beats = new[] { await dead[0].LastBeat(), await dead[1].LastBeat() };
        await Costs(5, 9, time => Store.Processes.ReapAsync(beats[time], 3, CancellationToken.None).AsTask(), isTransaction: true);
    }

    [Fact]
    public async Task A_thousand_jobs_are_pruned_in_one_trip_after_a_look()
    {
        for (var time = 0; time < 2; time++)
        {
            await Store.EnqueueMany([.. Enumerable.Repeat(New.Job(), Many)]);
            await Worker.Complete(await Worker.Claim(Many));
        }

        await Costs(2, 3, _ => Store.Pruner.PruneAsync(JobState.Completed, TimeSpan.Zero, Many, CancellationToken.None).AsTask());
    }

    // One process for each time, holding so many jobs.
    private async Task<TestWorker[]> JoinTwiceAsync(int jobs = 0)
    {
        TestWorker[] joined = [await Store.Join(), await Store.Join()];
        foreach (var worker in joined.Where(_ => jobs > 0))
        {
            await Store.EnqueueMany([.. Enumerable.Repeat(New.Job(), jobs)]);
            (await worker.Claim(jobs)).Count.ShouldBe(jobs);
        }

        return joined;
    }

    private async Task<IReadOnlyList<ClaimedJob>> NextAsync(
        IReadOnlyList<ClaimedJob> held, AttemptEnd end = AttemptEnd.Completed, AttemptDetail? detail = null)
    {
        var ended = held.Select(job => new Acknowledgement(job, end, TimeSpan.FromMilliseconds(3), detail));
        return (await Worker.Exchange([.. ended], new ClaimRequest(JobDefaults.Queue, 100))).Claimed;
    }
}
