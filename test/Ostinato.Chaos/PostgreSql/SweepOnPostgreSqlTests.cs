namespace Ostinato.Chaos;

public sealed class SweepOnPostgreSqlTests(ChaosServer server) : IClassFixture<ChaosServer>
{
    [Fact]
    public async Task What_is_done_to_many_jobs_and_killed_half_way_is_done_to_the_rest_by_the_same_again()
    {
        var ct = TestContext.Current.CancellationToken;
        var database = await server.NewDatabaseAsync(ct);
        await using var store = new PostgreSqlChaosStore(database, database);
        await Sweep.JudgeAsync(store, ct);
        await store.VerifyAsync(ct);
    }
}
