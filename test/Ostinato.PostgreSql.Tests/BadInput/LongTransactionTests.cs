using Npgsql;
using Ostinato.PostgreSql.Tests.Fixture;
using Ostinato.Storage;
using Ostinato.Storage.Conformance;
using Ostinato.Testing;

namespace Ostinato.PostgreSql.Tests.BadInput;

/// <summary>A transaction of a user that enqueues and stays open for long holds nobody up, and its job is found when it commits.</summary>
public sealed class LongTransactionTests : SchemaTest
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Everybody_else_goes_on_while_it_is_open()
    {
        var store = await Schema.OpenAsync();
        await using var connection = await Schema.ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await InsertAsync(store, transaction, New.Job("new name", "new queue"), New.Job("keyed", unique: New.Key("k")));

        await store.Enqueue(New.Job("new name", "new queue"));
        await store.EnqueueMany(New.Jobs(100));
        var worker = await store.Join();
        await worker.Complete(await worker.Claim(50));
        await store.Enqueue(New.Job(wait: TimeSpan.FromMinutes(1)));
        await Schema.AdvanceAsync(TimeSpan.FromMinutes(10));
        (await store.Promote()).Count.ShouldBe(1);
        (await store.Prune(JobState.Completed, TimeSpan.FromMinutes(1))).ShouldBe(50);
        await worker.Leave();

        await transaction.CommitAsync();
        (await store.Count(JobState.Available, "new queue")).ShouldBe(2);
    }

    [Fact]
    public async Task Its_job_is_found_though_later_ones_were_claimed_long_before()
    {
        var store = await Schema.OpenAsync(time: _time);
        await using var connection = await Schema.ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await InsertAsync(store, transaction, New.Job("late"));
        var worker = await store.Join();
        for (var round = 0; round < 10; round++)
        {
            await store.Enqueue($"{round}");
            (await worker.Claim(10)).Names().ShouldBe($"{round}");
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        await transaction.CommitAsync();
        _time.Advance(TimeSpan.FromSeconds(1));

        (await worker.Claim(10)).Names().ShouldBe("late");
    }

    [Fact]
    public async Task A_worker_hears_of_its_commit()
    {
        var store = await Schema.OpenAsync();
        using var signals = new SignalRecorder(store);
        await using var connection = await Schema.ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await InsertAsync(store, transaction, New.Job("a", "mail"));

        await transaction.CommitAsync();

        await signals.UntilWoken("mail");
    }

    [Fact]
    public async Task A_worker_of_another_process_hears_of_its_commit()
    {
        var (client, worker) = (await Schema.OpenAsync(), await Schema.OpenAsync());
        using var signals = new SignalRecorder(worker);
        await Eventually.TrueAsync(
            () => Schema.ScalarAsync<bool>("select exists (select from pg_stat_activity where query = 'listen \"ostinato.wake\"')"), "it listens");
        await using var connection = await Schema.ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await InsertAsync(client, transaction, New.Job("a", "mail"));

        await transaction.CommitAsync();

        await signals.UntilWoken("mail");
    }

    private static async Task InsertAsync(IJobStore store, NpgsqlTransaction transaction, params NewJob[] jobs) =>
        await store.Inserter.InsertAsync(jobs, transaction, CancellationToken.None);
}
