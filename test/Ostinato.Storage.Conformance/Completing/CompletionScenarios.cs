using System.Data.Common;

namespace Ostinato.Storage.Conformance;

/// <summary>The ground of scenarios about jobs that are completed in transactions of their handlers.</summary>
public abstract class CompletionScenarios<TFixture> : StoreScenarios<TFixture>
    where TFixture : TransactionalStoreFixture, new()
{
    public static TheoryData<AttemptEnd> Ends => [.. Enum.GetValues<AttemptEnd>()];

    private protected static Acknowledgement Ended(ClaimedJob job, AttemptEnd end) => new(
        job, end, TimeSpan.FromMilliseconds(20), new AttemptDetail
        {
            Due = new DueTime(null, TimeSpan.FromHours(1)),
            Reason = "because",
            Suspension = end == AttemptEnd.Suspend ? SuspensionReason.UnknownName : SuspensionReason.None,
        });

    private protected static async Task<long> Execute(DbConnection connection, DbTransaction? transaction, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        return Convert.ToInt64(await command.ExecuteScalarAsync(), provider: null);
    }

    private protected async Task<(TestWorker Worker, ClaimedJob Job)> ClaimAsync()
    {
        await Store.Enqueue("a");
        var worker = await Store.Join();
        return (worker, await worker.ClaimOne());
    }

    private protected async Task InTransactionAsync(TestWorker worker, ClaimedJob job, bool commits, string? result = null)
    {
        await using var connection = await Fixture.OpenUserConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        (await worker.CompleteIn(transaction, job, result)).ShouldBe(CompletionResult.Written);
        await (commits ? transaction.CommitAsync() : transaction.RollbackAsync());
    }
}
