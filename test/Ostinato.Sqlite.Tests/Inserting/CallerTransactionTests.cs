using System.Data.Common;
using Microsoft.Data.Sqlite;
using Ostinato.Storage;
using Ostinato.Storage.Conformance;
using SQLitePCL;

namespace Ostinato.Sqlite.Tests.Inserting;

public sealed class CallerTransactionTests : IAsyncDisposable
{
    private readonly StoreFolder _folder = new();

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Fact]
    public async Task A_transaction_of_another_file_is_refused_by_naming_both_and_the_job()
    {
        var store = await _folder.Open();
        await using var elsewhere = new StoreFolder();
        await using var transaction = elsewhere.Connect().BeginTransaction();

        var error = await Refusal(store, transaction);

        error.Message.ShouldContain("'welcome-email'");
        error.Message.ShouldContain($"'{_folder.File}'");
        error.Message.ShouldContain($"'{elsewhere.File}'");
    }

    [Fact]
    public async Task A_transaction_that_has_ended_is_refused()
    {
        var store = await _folder.Open();
        var transaction = _folder.Connect().BeginTransaction();
        await transaction.CommitAsync();

        (await Refusal(store, transaction)).Message.ShouldContain("has ended");
    }

    [Fact]
    public async Task The_same_file_under_another_spelling_is_the_same_file()
    {
        var store = await _folder.Open();
        var spelling = Path.Combine(_folder.Path, "..", Path.GetFileName(_folder.Path), ".", "app.db");
        await using var connection = new SqliteConnection($"Data Source={spelling};Pooling=False");
        await connection.OpenAsync();
        await using var transaction = connection.BeginTransaction();

        await store.Inserter.InsertAsync([New.Job("inside")], transaction, CancellationToken.None);
        await transaction.CommitAsync();

        (await store.All()).Names().ShouldBe("inside");
    }

    [Fact]
    public async Task A_deferred_transaction_may_begin_with_an_enqueue()
    {
        var store = await _folder.Open();
        await using var transaction = _folder.Connect().BeginTransaction(deferred: true);

        await store.Inserter.InsertAsync([New.Job("inside")], transaction, CancellationToken.None);
        await transaction.CommitAsync();

        (await store.All()).Names().ShouldBe("inside");
    }

    [Fact]
    public async Task Names_first_used_in_a_transaction_that_is_rolled_back_do_not_stand_for_something_else_later()
    {
        var store = await _folder.Open();
        await using (var transaction = _folder.Connect().BeginTransaction())
        {
            await store.Inserter.InsertAsync([New.Job("ghost", "ghosts")], transaction, CancellationToken.None);
        }

        var id = await store.Enqueue("living", "streets");

        var job = await store.Job(id);
        (job.Name, job.Queue).ShouldBe(("living", "streets"));
        (await store.AllQueues()).ShouldHaveSingleItem().Name.ShouldBe("streets");
    }

    [Fact]
    public async Task A_savepoint_of_the_caller_takes_the_jobs_back_with_it()
    {
        var store = await _folder.Open();
        await using var transaction = _folder.Connect().BeginTransaction();
        await store.Inserter.InsertAsync([New.Job("kept")], transaction, CancellationToken.None);
        await transaction.SaveAsync("here");
        await store.Inserter.InsertAsync([New.Job("taken back")], transaction, CancellationToken.None);

        await transaction.RollbackAsync("here");
        await transaction.CommitAsync();

        (await store.All()).Names().ShouldBe("kept");
    }

    [Fact]
    public async Task A_call_that_fails_half_way_leaves_nothing_in_the_transaction()
    {
        var store = await _folder.Open();
        var connection = _folder.Connect();
        raw.sqlite3_limit(connection.Handle!, raw.SQLITE_LIMIT_LENGTH, 100_000);
        await using var transaction = connection.BeginTransaction();
        await store.Inserter.InsertAsync([New.Job("before")], transaction, CancellationToken.None);

        NewJob[] jobs = [New.Job("small", unique: New.Key("k")), New.Job("too large", payload: new string('x', 200_000))];
        await Should.ThrowAsync<SqliteException>(store.Inserter.InsertAsync(jobs, transaction, CancellationToken.None).AsTask());
        await transaction.CommitAsync();

        (await store.All()).Names().ShouldBe("before");
        Conformance.PlaceCheck.Run(_folder.ConnectionString);
    }

    [Fact]
    public async Task The_callers_connection_can_be_closed_and_its_file_deleted()
    {
        var store = await _folder.Open();
        var connection = _folder.Connect();
        await using (var transaction = connection.BeginTransaction())
        {
            await store.Inserter.InsertAsync(New.Jobs(100), transaction, CancellationToken.None);
            await transaction.CommitAsync();
        }

        await connection.DisposeAsync();
        await store.DisposeAsync();

        // The last connection takes the log with it; a statement left behind would keep the connection open.
        Directory.GetFiles(_folder.Path).ShouldBe([_folder.File]);
    }

    private static async Task<ArgumentException> Refusal(SqliteJobStore store, DbTransaction transaction) =>
        await Should.ThrowAsync<ArgumentException>(
            store.Inserter.InsertAsync([New.Job("welcome-email")], transaction, CancellationToken.None).AsTask());
}
