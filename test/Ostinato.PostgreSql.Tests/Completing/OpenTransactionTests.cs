using System.Data;
using Npgsql;
using Ostinato.PostgreSql.Tests.Fixture;
using Ostinato.Storage;
using Ostinato.Storage.Conformance;

namespace Ostinato.PostgreSql.Tests.Completing;

/// <summary>While a transaction with a completion is open, the process goes on with everything else.</summary>
public sealed class OpenTransactionTests : SchemaTest
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_acknowledgement_waits_for_the_end_of_the_transaction_and_is_signalled_then(bool commits)
    {
        var (store, worker, jobs) = await ClaimAsync("a");
        using var signals = new SignalRecorder(store);
        await using var connection = await Schema.ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await worker.CompleteIn(transaction, jobs[0]);

        for (var time = 0; time < 3; time++)
        {
            var early = await worker.Exchange([Returned(jobs[0])]);
            (early.Undecided.Count, early.Ignored.Count).ShouldBe((1, 0));
        }

        await (commits ? transaction.CommitAsync() : transaction.RollbackAsync());
        await signals.UntilAnything();

        var result = await worker.Exchange([Returned(jobs[0])]);
        (result.Undecided.Count, result.Ignored.Count).ShouldBe((0, commits ? 1 : 0));
        (await store.StateOf(jobs[0].Id)).ShouldBe(commits ? JobState.Completed : JobState.Available);
    }

    [Fact]
    public async Task Other_jobs_of_the_same_lease_do_not_wait()
    {
        var (store, worker, jobs) = await ClaimAsync("a", "b", "c");
        await using var connection = await Schema.ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await worker.CompleteIn(transaction, jobs[1]);

        await worker.Complete([jobs[0], jobs[2]]);
        await transaction.CommitAsync();
        await worker.Return(jobs[1]);

        (await store.Count(JobState.Completed)).ShouldBe(3);
    }

    [Fact]
    public async Task Another_transaction_cannot_complete_the_job_meanwhile()
    {
        var (_, worker, jobs) = await ClaimAsync("a");
        await using var connection = await Schema.ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await worker.CompleteIn(transaction, jobs[0]);
        await using var otherConnection = await Schema.ConnectAsync();
        await using var other = await otherConnection.BeginTransactionAsync();

        (await worker.CompleteIn(other, jobs[0])).ShouldBe(CompletionResult.NotHeld);

        await transaction.RollbackAsync();
        (await worker.CompleteIn(other, jobs[0])).ShouldBe(CompletionResult.Written);
        await other.CommitAsync();
        (await worker.Exchange([Returned(jobs[0])])).Ignored.ShouldBe([jobs[0]]);
    }

    [Theory]
    [InlineData(IsolationLevel.RepeatableRead)]
    [InlineData(IsolationLevel.Serializable)]
    public async Task A_transaction_that_sees_the_past_is_fenced_by_the_present(IsolationLevel isolation)
    {
        var (store, worker, jobs) = await ClaimAsync("a", "b");
        await using var connection = await Schema.ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync(isolation);
        await using (var look = Schema.Command("select count(*) from ostinato.process", connection))
        {
            await look.ExecuteScalarAsync();
        }

        (await worker.CompleteIn(transaction, jobs[0])).ShouldBe(CompletionResult.Written);
        await transaction.CommitAsync();
        await worker.Return(jobs[0]);
        (await store.StateOf(jobs[0].Id)).ShouldBe(JobState.Completed);

        await using var late = await connection.BeginTransactionAsync(isolation);
        await using (var look = Schema.Command("select count(*) from ostinato.process", connection))
        {
            await look.ExecuteScalarAsync();
        }

        await worker.Die();
        (await worker.CompleteIn(late, jobs[1])).ShouldBe(CompletionResult.LostLease);
        await late.CommitAsync();
        (await store.StateOf(jobs[1].Id)).ShouldBe(JobState.Available);
    }

    [Fact]
    public async Task The_plans_of_the_callers_transaction_stay_its_own()
    {
        var (_, worker, jobs) = await ClaimAsync("a");
        await using var connection = await Schema.ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync();

        await worker.CompleteIn(transaction, jobs[0]);

        await using var command = new NpgsqlCommand("show enable_seqscan", connection);
        (await command.ExecuteScalarAsync()).ShouldBe("on");
        await transaction.RollbackAsync();
    }

    [Theory]
    [InlineData("0", "10s")]
    [InlineData("1min", "10s")]
    [InlineData("2500ms", "2500ms")]
    public async Task A_transaction_that_idles_after_its_completion_does_not_keep_its_process_from_being_declared_dead(
        string before, string during)
    {
        const string Timeout = "idle_in_transaction_session_timeout";
        var (_, worker, jobs) = await ClaimAsync("a");
        await using var connection = await Schema.ConnectAsync();
        await using var set = new NpgsqlCommand($"set {Timeout} = '{before}'", connection);
        await set.ExecuteNonQueryAsync();
        await using var show = new NpgsqlCommand($"show {Timeout}", connection);
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await worker.CompleteIn(transaction, jobs[0]);
            (await show.ExecuteScalarAsync()).ShouldBe(during);
            await transaction.CommitAsync();
        }

        (await show.ExecuteScalarAsync()).ShouldBe(before);
        await worker.Return(jobs[0]);
    }

    [Fact]
    public async Task A_connection_that_breaks_at_the_commit_leaves_the_truth_to_the_server()
    {
        var (store, worker, jobs) = await ClaimAsync("a");
        await using var connection = await Schema.ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await worker.CompleteIn(transaction, jobs[0]);

        await Schema.ExecuteAsync($"select pg_terminate_backend({connection.ProcessID}, 60000)");
        await Should.ThrowAsync<NpgsqlException>(() => transaction.CommitAsync());

        (await worker.Exchange([Returned(jobs[0])])).Ignored.ShouldBeEmpty();
        (await store.StateOf(jobs[0].Id)).ShouldBe(JobState.Available);
    }

    private static Acknowledgement Returned(ClaimedJob job) => new(job, AttemptEnd.Return, TimeSpan.Zero);

    private async Task<(PostgreSqlJobStore Store, TestWorker Worker, IReadOnlyList<ClaimedJob> Jobs)> ClaimAsync(params string[] names)
    {
        var store = await Schema.OpenAsync();
        await store.EnqueueMany(New.Jobs(names));
        var worker = await store.Join();
        return (store, worker, await worker.Claim(names.Length));
    }
}
