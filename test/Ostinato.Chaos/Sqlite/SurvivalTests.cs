namespace Ostinato.Chaos;

/// <summary>The promises under fire: real processes, real kills, one database file.</summary>
public sealed class SurvivalTests(ITestOutputHelper output)
{
    private const int Workers = 3;
    private const int KillCount = 50;
    private const int PauseEvery = 10;

    [Fact]
    public async Task Fifty_kills_and_five_pauses_lose_no_job_and_end_none_twice()
    {
        await using var store = new SqliteChaosStore();
        await using var run = new ChaosRun(store, Random.Shared.Next(), TestContext.Current.CancellationToken);

        // There is no file yet: the processes make it, all at once.
        await run.StartWorkersAsync(Workers);
        await run.EnqueueAsync(200);
        while (run.Kills < KillCount)
        {
            var before = run.Ledger().Count;
            await run.EnqueueAsync(60);
            await Until.TrueAsync(
                () => run.Ledger().Count > before + 10, "jobs run between two kills", TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
            await run.KillOneAsync();
            if (run.Kills % PauseEvery == 0)
            {
                await run.PauseOnePastItsDeathAsync();
            }
        }

        run.Pauses.ShouldBe(KillCount / PauseEvery);
        await run.UntilAllFinalAsync(TimeSpan.FromMinutes(2));
        await run.StopWorkersAsync();
        await Verdict.JudgeAsync(run, output, TestContext.Current.CancellationToken);
    }
}
