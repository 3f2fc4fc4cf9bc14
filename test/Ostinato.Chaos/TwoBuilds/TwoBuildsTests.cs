namespace Ostinato.Chaos.TwoBuilds;

public sealed class TwoBuildsOnSqliteTests
{
    [Fact]
    public async Task Old_code_leaves_newer_payloads_alone_and_new_code_runs_both()
    {
        await using var store = new SqliteChaosStore();
        await Deployment.JudgeAsync(store, TestContext.Current.CancellationToken);
    }
}

public sealed class TwoBuildsOnPostgreSqlTests(ChaosServer server) : IClassFixture<ChaosServer>
{
    [Fact]
    public async Task Old_code_leaves_newer_payloads_alone_and_new_code_runs_both()
    {
        var ct = TestContext.Current.CancellationToken;
        var database = await server.NewDatabaseAsync(ct);
        await using var store = new PostgreSqlChaosStore(database, database);
        await Deployment.JudgeAsync(store, ct);
        await store.VerifyAsync(ct);
    }
}
