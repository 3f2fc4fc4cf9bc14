namespace Ostinato.Chaos;

public sealed class MarchOnPostgreSqlTests(ChaosServer server) : IClassFixture<ChaosServer>
{
    [Fact]
    public async Task A_job_whose_process_is_killed_half_way_goes_on_from_its_last_checkpoint()
    {
        var ct = TestContext.Current.CancellationToken;
        var database = await server.NewDatabaseAsync(ct);
        await using var store = new PostgreSqlChaosStore(database, database);
        await March.JudgeAsync(store, ct);
        await store.VerifyAsync(ct);
    }
}
