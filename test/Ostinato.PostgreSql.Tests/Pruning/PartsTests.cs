using Ostinato.PostgreSql.Tests.Fixture;
using Ostinato.Storage;
using Ostinato.Storage.Conformance;

namespace Ostinato.PostgreSql.Tests.Pruning;

/// <summary>Bodies go by whole partitions, and what must stay stays.</summary>
public sealed class PartsTests : SchemaTest
{
    private const long EndOfFirst = 10_000_001;
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public async Task A_partition_is_added_before_the_newest_is_used_up()
    {
        var store = await Schema.OpenAsync();
        await SetNextIdAsync(EndOfFirst - 2_000);
        await store.Enqueue("a");

        await store.Prune(JobState.Completed, Day);

        (await CountPartsAsync()).ShouldBe(2);
        await SetNextIdAsync(EndOfFirst);
        (await (await Schema.OpenAsync()).Enqueue("b")).TryGetNumber(out var id).ShouldBeTrue();
        id.ShouldBe(EndOfFirst);
        (await Schema.ScalarAsync<long>("select count(*) from ostinato.job_rest")).ShouldBe(0);
    }

    [Fact]
    public async Task A_job_without_a_partition_is_stored_all_the_same()
    {
        var store = await Schema.OpenAsync();
        await SetNextIdAsync(EndOfFirst + 5_000_000);

        var id = await store.Enqueue("a");
        await store.Prune(JobState.Completed, Day);

        (await store.StateOf(id)).ShouldBe(JobState.Available);
        (await Schema.ScalarAsync<long>("select count(*) from ostinato.job_rest")).ShouldBe(1);
        (await Schema.ScalarAsync<long>("select min(lo) from ostinato.part")).ShouldBeGreaterThan(EndOfFirst + 5_000_000);
    }

    [Fact]
    public async Task A_partition_whose_jobs_have_been_kept_long_enough_is_dropped()
    {
        var store = await Schema.OpenAsync();
        await CompleteAsync(store, 3_000);
        await CloseFirstAsync(store);
        await Schema.AdvanceAsync(TimeSpan.FromDays(2));

        (await PruneAllAsync()).ShouldBe(3_000);

        (await Schema.ScalarAsync<bool>("select to_regclass('ostinato.job_1') is null")).ShouldBeTrue();
        (await store.All()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Where_each_job_is_looked_at_a_partition_goes_when_its_last_completed_job_has_gone()
    {
        var never = TimeSpan.FromDays(365_000);
        var store = await Schema.OpenAsync();
        await CompleteAsync(store, 10);
        await CloseFirstAsync(store);
        await Schema.AdvanceAsync(TimeSpan.FromDays(2));
        var jobs = (await store.All(JobStates.Completed)).Select(job => job.Id).ToList();
        var now = (await store.Schedules.DueAsync(CancellationToken.None)).Now;

        (await store.Pruner.RemoveAsync(jobs[1..], now, CancellationToken.None)).ShouldBe(9);
        await (await Schema.OpenAsync()).Prune(JobState.Completed, never);
        (await store.Has(jobs[0])).ShouldBeTrue();
        (await Schema.ScalarAsync<bool>("select to_regclass('ostinato.job_1') is null")).ShouldBeFalse();

        await store.Pruner.RemoveAsync(jobs[..1], now, CancellationToken.None);
        await (await Schema.OpenAsync()).Prune(JobState.Completed, never);
        (await Schema.ScalarAsync<bool>("select to_regclass('ostinato.job_1') is null")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_partition_with_a_job_that_completed_lately_stays_whole()
    {
        var store = await Schema.OpenAsync();
        await CompleteAsync(store, 10);
        await Schema.AdvanceAsync(TimeSpan.FromDays(2));
        await CompleteAsync(store, 10);
        await CloseFirstAsync(store);

        (await PruneAllAsync()).ShouldBe(0);

        (await store.Count(JobState.Completed)).ShouldBe(20);
    }

    [Fact]
    public async Task What_must_stay_of_a_dropped_partition_moves_and_goes_on()
    {
        var store = await Schema.OpenAsync();
        await CompleteAsync(store, 100);
        var discarded = await store.EnqueueAs(JobState.Discarded, New.Job("kept", payload: "[1]"));
        var scheduled = await store.EnqueueAs(JobState.Scheduled);
        var suspended = await store.EnqueueAs(JobState.Suspended);
        var waiting = await store.Enqueue(New.Job("waiting", unique: New.Key("k")));
        await CloseFirstAsync(store);
        await Schema.AdvanceAsync(TimeSpan.FromDays(2));

        await PruneAllAsync();

        (await store.Job(discarded)).ShouldSatisfyAllConditions(
            job => job.State.ShouldBe(JobState.Discarded), job => job.PayloadText.ShouldBe("[1]"), job => job.Errors.ShouldNotBeEmpty());
        (await store.StateOf(scheduled)).ShouldBe(JobState.Scheduled);
        (await store.StateOf(suspended)).ShouldBe(JobState.Suspended);
        (await store.Insert(New.Job("again", unique: New.Key("k")))).Id.ShouldBe(waiting);
        (await (await store.Join()).Claim(10)).Names().ShouldBe("waiting");
        await Conformance.PlaceCheck.RunAsync(Schema.Direct, Schema.Name);
    }

    [Fact]
    public async Task An_id_of_a_dropped_partition_that_is_used_late_is_stored()
    {
        var store = await Schema.OpenAsync();
        await CompleteAsync(store, 10);
        await CloseFirstAsync(await Schema.OpenAsync());
        await Schema.AdvanceAsync(TimeSpan.FromDays(2));
        await PruneAllAsync();

        var late = await store.Enqueue("late");

        late.TryGetNumber(out var id).ShouldBeTrue();
        id.ShouldBeLessThan(EndOfFirst);
        (await (await store.Join()).ClaimOne()).Id.ShouldBe(late);
    }

    [Fact]
    public async Task A_reader_that_stays_for_long_puts_a_drop_off_and_waits_for_nobody()
    {
        var store = await Schema.OpenAsync();
        await CompleteAsync(store, 10);
        await CloseFirstAsync(store);
        await Schema.AdvanceAsync(TimeSpan.FromDays(2));
        await using (var connection = await Schema.ConnectAsync())
        {
            await using var dump = await connection.BeginTransactionAsync();
            await using var read = Schema.Command("select count(*) from ostinato.job", connection);
            await read.ExecuteScalarAsync();

            await PruneAllAsync();
            (await Schema.ScalarAsync<bool>("select to_regclass('ostinato.job_1') is null")).ShouldBeFalse();
            await store.Enqueue("a");
        }

        await PruneAllAsync();
        (await Schema.ScalarAsync<bool>("select to_regclass('ostinato.job_1') is null")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_partition_that_the_server_does_not_drop_keeps_no_other_job_from_going()
    {
        var events = new Events();
        var store = await Schema.OpenAsync();
        await CompleteAsync(store, 10);
        await CloseFirstAsync(store);
        await CompleteAsync(await Schema.OpenAsync(), 10);
        await Schema.AdvanceAsync(TimeSpan.FromDays(2));
        await Schema.ExecuteAsync("create view ostinato.mine as select id from ostinato.job_1");

        var pruning = await Schema.OpenAsync(logger: events);
        (await pruning.Prune(JobState.Completed, Day)).ShouldBe(20);
        (await pruning.Prune(JobState.Completed, Day)).ShouldBe(0);
        (await pruning.Prune(JobState.Completed, Day)).ShouldBe(0);

        events.Single(3009).Text.ShouldContain("dropped");
    }

    [Fact]
    public async Task No_range_reaches_over_the_end_of_a_block_of_ids()
    {
        var store = await Schema.OpenAsync();
        await CompleteAsync(store, 5_000);
        await store.EnqueueMany(New.Jobs(3_000));
        await (await store.Join()).Claim(2_500);

        foreach (var place in new[] { "ready", "lease", "done" })
        {
            (await Schema.ScalarAsync<long>(
                $"select count(*) from ostinato.{place} where (lo - 1) / 1000 <> (lo + n - 2) / 1000")).ShouldBe(0, place);
        }
    }

    private static async Task CompleteAsync(IJobStore store, int count)
    {
        await store.EnqueueMany(New.Jobs(count));
        var worker = await store.Join();
        await worker.Complete(await worker.Claim(count));
        await worker.Leave();
    }

    private async Task CloseFirstAsync(IJobStore store)
    {
        await SetNextIdAsync(EndOfFirst - 3_000);
        await store.Prune(JobState.Completed, TimeSpan.FromDays(365));
        (await CountPartsAsync()).ShouldBe(2);
        await SetNextIdAsync(EndOfFirst + 3_000);
    }

    // A store looks at partitions every half a minute; a new one looks at once.
    private async Task<int> PruneAllAsync()
    {
        var store = await Schema.OpenAsync();
        var total = 0;
        for (var step = -1; step != 0; total += step)
        {
            step = await store.Prune(JobState.Completed, Day);
        }

        return total;
    }

    private Task SetNextIdAsync(long id) => Schema.ExecuteAsync($"select setval('ostinato.job_id', {id}, false)");

    private Task<long> CountPartsAsync() => Schema.ScalarAsync<long>("select count(*) from ostinato.part");
}
