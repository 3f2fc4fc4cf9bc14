using System.Data.Common;

namespace Ostinato.Storage.Conformance;

/// <summary>Jobs that are stored in the transaction of a user exist if and only if it commits.</summary>
public abstract class TransactionConformance<TFixture> : StoreScenarios<TFixture>
    where TFixture : TransactionalStoreFixture, new()
{
    [Fact]
    public async Task A_job_of_a_transaction_that_commits_is_there()
    {
        await using var connection = await Fixture.OpenUserConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var id = (await Insert(transaction, New.Job("a")))[0].Id;

        await transaction.CommitAsync();

        (await Store.Job(id)).ShouldSatisfyAllConditions(
            job => job.Name.ShouldBe("a"), job => job.State.ShouldBe(JobState.Available));
        (await (await Store.Join()).ClaimOne()).Id.ShouldBe(id);
    }

    [Fact]
    public async Task A_job_of_a_transaction_that_is_rolled_back_was_never_there()
    {
        await using var connection = await Fixture.OpenUserConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var id = (await Insert(transaction, New.Job("a")))[0].Id;

        await transaction.RollbackAsync();

        (await Store.Has(id)).ShouldBeFalse();
        (await Store.All()).ShouldBeEmpty();
        (await (await Store.Join()).Claim(10)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_transaction_that_is_forgotten_leaves_nothing()
    {
        await using (var connection = await Fixture.OpenUserConnectionAsync())
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await Insert(transaction, New.Jobs("a", "b"));
        }

        (await Store.All()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Nobody_sees_a_job_before_the_commit()
    {
        await using var connection = await Fixture.OpenUserConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();

        var id = (await Insert(transaction, New.Job("a")))[0].Id;

        (await Store.Has(id)).ShouldBeFalse();
        (await (await OpenAnother()).All()).ShouldBeEmpty();
        await transaction.CommitAsync();
        (await Store.Has(id)).ShouldBeTrue();
    }

    [Fact]
    public async Task The_rows_of_the_user_and_the_job_are_there_together()
    {
        await using var connection = await Fixture.OpenUserConnectionAsync();
        await Execute(connection, null, "create table signup (id integer primary key, name varchar(50))");
        await using var transaction = await connection.BeginTransactionAsync();
        await Execute(connection, transaction, "insert into signup (id, name) values (1, 'Ada')");
        await Insert(transaction, New.Job("welcome"));

        await transaction.CommitAsync();

        (await Execute(connection, null, "select count(*) from signup")).ShouldBe(1);
        (await Store.All()).Names().ShouldBe("welcome");
    }

    [Fact]
    public async Task The_rows_of_the_user_and_the_job_go_together()
    {
        await using var connection = await Fixture.OpenUserConnectionAsync();
        await Execute(connection, null, "create table signup (id integer primary key, name varchar(50))");
        await using var transaction = await connection.BeginTransactionAsync();
        await Execute(connection, transaction, "insert into signup (id, name) values (1, 'Ada')");
        await Insert(transaction, New.Job("welcome"));

        await transaction.RollbackAsync();

        (await Execute(connection, null, "select count(*) from signup")).ShouldBe(0);
        (await Store.All()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Several_calls_share_one_transaction()
    {
        await using var connection = await Fixture.OpenUserConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await Insert(transaction, New.Job("a"));
        await Insert(transaction, New.Jobs("b", "c"));
        await Insert(transaction, New.Job("d"));

        await transaction.CommitAsync();

        (await (await Store.Join()).ClaimInTurn()).ShouldBe("a b c d");
    }

    [Fact]
    public async Task Two_thousand_jobs_fit_in_one_transaction()
    {
        await using var connection = await Fixture.OpenUserConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await Insert(transaction, New.Jobs(2_000));

        await transaction.CommitAsync();

        (await Store.Count(JobState.Available)).ShouldBe(2_000);
    }

    [Fact]
    public async Task A_job_for_later_may_be_stored_in_a_transaction()
    {
        await using var connection = await Fixture.OpenUserConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var id = (await Insert(transaction, New.Job(wait: TimeSpan.FromMinutes(10))))[0].Id;
        await transaction.CommitAsync();

        (await Store.StateOf(id)).ShouldBe(JobState.Scheduled);
        await PassMinutes(11);
        (await Store.Promote()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_key_that_is_held_is_met_inside_a_transaction()
    {
        var first = await Store.Enqueue(Keyed("a"));
        await using var connection = await Fixture.OpenUserConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();

        var answers = await Insert(transaction, Keyed("b"), New.Job("c"));
        await transaction.CommitAsync();

        answers[0].ShouldBe(new InsertedJob(first, IsDuplicate: true));
        (await Store.All()).Names().ShouldBe("c a");
    }

    [Fact]
    public async Task Two_with_one_key_conflict_inside_one_transaction()
    {
        await using var connection = await Fixture.OpenUserConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var first = (await Insert(transaction, Keyed("a")))[0].Id;

        (await Insert(transaction, Keyed("b"))).ShouldBe([new InsertedJob(first, IsDuplicate: true)]);

        await transaction.CommitAsync();
        (await Store.All()).Names().ShouldBe("a");
    }

    [Fact]
    public async Task A_key_taken_in_a_transaction_is_held_after_the_commit()
    {
        await using var connection = await Fixture.OpenUserConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var first = (await Insert(transaction, Keyed("a")))[0].Id;
        await transaction.CommitAsync();

        (await Store.Insert(Keyed("b"))).ShouldBe(new InsertedJob(first, IsDuplicate: true));
    }

    [Fact]
    public async Task A_key_taken_in_a_transaction_is_free_after_a_rollback()
    {
        await using var connection = await Fixture.OpenUserConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await Insert(transaction, Keyed("a"));
        await transaction.RollbackAsync();

        (await Store.Insert(Keyed("b"))).IsDuplicate.ShouldBeFalse();
    }

    [Fact]
    public async Task The_store_and_transactions_go_on_side_by_side()
    {
        await using var connection = await Fixture.OpenUserConnectionAsync();
        for (var round = 0; round < 10; round++)
        {
            await Store.Enqueue($"store {round}");
            await using var transaction = await connection.BeginTransactionAsync();
            await Insert(transaction, New.Job($"user {round}"));
            await (round % 2 == 0 ? transaction.CommitAsync() : transaction.RollbackAsync());
        }

        (await Store.Count(JobState.Available)).ShouldBe(15);
    }

    [Fact]
    public async Task A_transaction_of_another_database_is_refused_and_nothing_is_stored()
    {
        await using var connection = await Fixture.OpenForeignConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();

        await Should.ThrowAsync<ArgumentException>(() => Insert(transaction, New.Job("a")));

        (await Store.All()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_transaction_that_has_ended_is_refused_and_nothing_is_stored()
    {
        await using var connection = await Fixture.OpenUserConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await transaction.CommitAsync();

        await Should.ThrowAsync<ArgumentException>(() => Insert(transaction, New.Job("a")));

        (await Store.All()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_store_that_says_that_it_is_synchronous_has_inserted_when_the_call_returns()
    {
        await using var connection = await Fixture.OpenUserConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();

        var insert = Store.Inserter.InsertAsync([New.Job("a")], transaction, CancellationToken.None);

        var hasEnded = insert.IsCompleted;
        await insert;
        (hasEnded || !Store.Inserter.IsSynchronousInTransaction).ShouldBeTrue();
    }

    [Theory]
    [InlineData(true, "[2] other Scheduled")]
    [InlineData(false, "[1] default Available")]
    public async Task A_job_is_replaced_if_and_only_if_the_transaction_commits(bool commits, string expected)
    {
        var first = await Store.Enqueue(Keyed("a") with { Payload = "[1]"u8.ToArray() });
        await Store.EnqueueMany(New.Jobs("b", "c"));
        await using var connection = await Fixture.OpenUserConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();

        var later = New.Job(
            "a", "other", payload: "[2]", wait: TimeSpan.FromHours(1), unique: New.Key("the key") with { Replace = UniqueReplace.All });
        (await Insert(transaction, later)).ShouldBe([new InsertedJob(first, IsDuplicate: true) { IsReplaced = true }]);
        await (commits ? transaction.CommitAsync() : transaction.RollbackAsync());

        var job = await Store.Job(first);
        $"{job.PayloadText} {job.Queue} {job.State}".ShouldBe(expected);
    }

    private static NewJob Keyed(string name) => New.Job(name, unique: New.Key("the key"));

    private static async Task<long> Execute(DbConnection connection, DbTransaction? transaction, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        return Convert.ToInt64(await command.ExecuteScalarAsync(), provider: null);
    }

    private async Task<IReadOnlyList<InsertedJob>> Insert(DbTransaction transaction, params NewJob[] jobs) =>
        await Store.Inserter.InsertAsync(jobs, transaction, CancellationToken.None);
}
