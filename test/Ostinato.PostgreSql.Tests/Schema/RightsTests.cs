using Ostinato.PostgreSql.Tests.Fixture;
using Ostinato.Storage;
using Ostinato.Storage.Conformance;

namespace Ostinato.PostgreSql.Tests.Schema;

/// <summary>A user that does not own the schema does everything with the rights that docs/operations/postgresql.md lists.</summary>
public sealed class RightsTests : SchemaTest
{
    private const int PartsRefused = 3009;
    private const long EndOfFirst = 10_000_001;
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly Events _events = new();
    private TestRole? _role;

    private TestRole Role => _role ?? throw new InvalidOperationException("The test has not begun.");

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Schema.OpenAsync();
        _role = new TestRole(Schema);
        await _role.CreateAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await Schema.CloseAsync();
        await Role.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task Jobs_of_all_kinds_are_stored_run_and_looked_at()
    {
        var store = await OpenAsync();
        using var signals = new SignalRecorder(store);
        var id = await store.Enqueue("plain");
        await store.Insert(New.Job("keyed", unique: New.Key("k")));
        await store.Enqueue(New.Job("later", wait: TimeSpan.FromMinutes(1)));
        await Schema.AdvanceAsync(TimeSpan.FromMinutes(2));
        (await store.Promote()).Count.ShouldBe(1);
        var worker = await store.Join();
        var claimed = await worker.Claim(3);
        (await worker.Beat()).StillStands.ShouldBeTrue();
        await worker.Complete(claimed[0], "{}");
        await worker.Discard(claimed[1]);
        await worker.Retry(claimed[2], TimeSpan.FromMinutes(1));

        (await store.StateOf(id)).ShouldBe(JobState.Completed);
        (await store.All()).Count.ShouldBe(3);
        (await store.Retry(claimed[1].Id)).ShouldNotBe(default);
        (await store.Cancel(claimed[2].Id)).ShouldNotBe(default);
        (await store.Delete(id)).ShouldNotBe(default);
        await store.Pause();
        await store.Resume();
        (await store.AllQueues()).ShouldNotBeEmpty();
        (await store.ExamineAsync(CancellationToken.None)).Select(finding => finding.Code).ShouldNotContain("not-examined");
        await worker.Claim();
        await worker.Leave();
    }

    [Fact]
    public async Task What_a_dead_process_held_goes_back()
    {
        var store = await OpenAsync();
        await store.Enqueue("a");
        var dead = await store.Join();
        await dead.Claim();

        (await dead.Die()).Returned.ShouldBe(1);
    }

    [Fact]
    public async Task Jobs_go_one_by_one_where_partitions_are_due_and_a_warning_says_so_once()
    {
        var store = await OpenAsync();
        await CompleteAsync(store, 10);
        await SetNextIdAsync(EndOfFirst - 2_000);
        await Schema.AdvanceAsync(TimeSpan.FromDays(2));

        (await store.Prune(JobState.Completed, Day)).ShouldBe(10);
        await CompleteAsync(store, 10);
        await Schema.AdvanceAsync(TimeSpan.FromDays(4));
        (await store.Prune(JobState.Completed, Day)).ShouldBe(10);

        var warning = _events.Single(PartsRefused);
        warning.Level.ShouldBe(Microsoft.Extensions.Logging.LogLevel.Warning);
        warning.Text.ShouldContain("own");
    }

    [Fact]
    public async Task Bodies_of_a_partition_that_cannot_be_dropped_go_one_by_one()
    {
        var owner = await Schema.OpenAsync();
        await CompleteAsync(owner, 10);
        await SetNextIdAsync(EndOfFirst - 3_000);
        await owner.Prune(JobState.Completed, TimeSpan.FromDays(365));
        await SetNextIdAsync(EndOfFirst + 3_000);
        await Schema.AdvanceAsync(TimeSpan.FromDays(2));
        await Role.DisposeAsync();
        await Role.CreateAsync();

        (await (await OpenAsync()).Prune(JobState.Completed, Day)).ShouldBe(10);

        (await Schema.ScalarAsync<long>("select count(*) from ostinato.job")).ShouldBe(0);
    }

    private Task<PostgreSqlJobStore> OpenAsync() =>
        Schema.OpenAsync(options => options.CreateSchema = false, connection: Role.Connection, logger: _events);

    private static async Task CompleteAsync(IJobStore store, int count)
    {
        await store.EnqueueMany(New.Jobs(count));
        var worker = await store.Join();
        await worker.Complete(await worker.Claim(count));
        await worker.Leave();
    }

    private Task SetNextIdAsync(long id) => Schema.ExecuteAsync($"select setval('ostinato.job_id', {id}, false)");
}
