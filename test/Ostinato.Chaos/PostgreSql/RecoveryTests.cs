using Ostinato.Chaos.Worker;
using Ostinato.PostgreSql.Servers;

namespace Ostinato.Chaos;

/// <summary>How soon a process goes on, or another in its place.</summary>
public sealed class RecoveryTests(ChaosServer server) : IClassFixture<ChaosServer>
{
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(10);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_job_whose_process_was_killed_runs_again_within_ten_seconds()
    {
        var database = await server.NewDatabaseAsync(Ct);
        await using var run = new ChaosRun(new PostgreSqlChaosStore(database, database), seed: 1, Ct) { BeatsQuickly = false };
        await run.StartWorkersAsync(2);
        await run.Jobs.EnqueueAsync(new LedgerJob(0, Milliseconds: 2_000), Ct);
        await Until.TrueAsync(() => run.Ledger().Count == 1, "the job runs", TimeSpan.FromSeconds(30), Ct);

        await run.KillAsync(run.All[run.Ledger()[0].Worker]);

        await Until.TrueAsync(() => run.Ledger().Count >= 2, "the job runs again", Promised, Ct);
        run.Ledger().Select(line => line.Attempt).ShouldBe([1, 2], ignoreOrder: true);
    }

    [Theory]
    [InlineData(StopMode.Fast)]
    [InlineData(StopMode.Immediate)]
    public async Task A_worker_goes_on_after_the_server_restarted(StopMode how)
    {
        var database = await server.NewDatabaseAsync(Ct);
        await using var run = new ChaosRun(new PostgreSqlChaosStore(database, database), seed: 1, Ct);
        await run.StartWorkersAsync(1);
        await run.EnqueueAsync(20);
        await run.UntilAllFinalAsync(TimeSpan.FromSeconds(30));

        await server.Server.RestartAsync(how, Ct);
        var before = run.Enqueuer.Certain.Count;
        await Until.TrueAsync(
            async () =>
            {
                await run.EnqueueAsync(20);
                return run.Enqueuer.Certain.Count > before;
            },
            "jobs are enqueued again", Promised, Ct);

        await run.UntilEachWorksAsync(Promised);
        await run.UntilAllFinalAsync(TimeSpan.FromSeconds(30));
        await run.StopWorkersAsync();
    }
}
