namespace Ostinato.Chaos;

public sealed class ReceiptOnPostgreSqlTests(ChaosServer server) : IClassFixture<ChaosServer>
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_process_that_dies_around_the_commit_leaves_one_receipt(bool commits)
    {
        var ct = TestContext.Current.CancellationToken;
        var database = await server.NewDatabaseAsync(ct);
        await using var store = new PostgreSqlChaosStore(database, database);
        await Receipts.JudgeAsync(store, commits, ct);
        await store.VerifyAsync(ct);
    }
}
