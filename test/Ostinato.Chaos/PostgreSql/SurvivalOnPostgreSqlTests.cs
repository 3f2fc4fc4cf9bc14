using System.Globalization;
using Npgsql;
using Ostinato.PostgreSql.Servers;

namespace Ostinato.Chaos;

/// <summary>The promises under fire on PostgreSQL: real processes, real kills, a server that crashes, a network that loses.</summary>
public sealed class SurvivalOnPostgreSqlTests(ChaosServer server, ITestOutputHelper output) : IClassFixture<ChaosServer>
{
    /// <summary>How many times longer than usual these tests last.</summary>
    private const string TimesVariable = "OSTINATO_CHAOS_TIMES";

    private const string SeedVariable = "OSTINATO_CHAOS_SEED";
    private const int Workers = 4;
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(40);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Kills_pauses_and_ended_sessions_lose_no_job_and_end_none_twice()
    {
        var database = await server.NewDatabaseAsync(Ct);
        await SurviveAsync(new PostgreSqlChaosStore(database, database), faults =>
        [
            faults.Kill(), faults.Kill(), faults.Pause(), faults.PausePastDeath(), faults.EndSessions(), faults.EndSessions(),
        ]);
    }

    [Fact]
    public async Task Crashes_of_the_server_lose_no_job_and_end_none_twice()
    {
        var database = await server.NewDatabaseAsync(Ct);
        await SurviveAsync(new PostgreSqlChaosStore(database, database), faults =>
        [
            faults.Crash(server.Server), faults.Crash(server.Server), faults.Crash(server.Server), faults.Kill(), faults.EndSessions(),
        ]);
    }

    [Fact]
    public async Task Restarts_of_the_pooler_lose_no_job_and_end_none_twice()
    {
        await using var pooler = await PgBouncerServer.StartAsync(server.Server, Ct);
        var database = await server.NewDatabaseAsync(Ct);
        var name = new NpgsqlConnectionStringBuilder(database).Database!;
        await SurviveAsync(new PostgreSqlChaosStore(database, pooler.ConnectionString(name)), faults =>
        [
            faults.Restart(pooler), faults.Restart(pooler), faults.Restart(pooler), faults.Kill(), faults.EndSessions(),
        ]);
    }

    [Fact]
    public async Task Connections_that_hang_or_lose_answers_lose_no_job_and_end_none_twice()
    {
        await using var proxy = new TcpProxy(() => server.Server.Port);
        var database = proxy.Through(await server.NewDatabaseAsync(Ct));
        await SurviveAsync(new PostgreSqlChaosStore(database, database), faults => Round(faults, proxy));
    }

    private static Fault[] Round(Faults faults, TcpProxy proxy)
    {
        // Otherwise the server would have no connection left after a few rounds.
        proxy.CutSwallowed();
        return
        [
            faults.Stall(proxy), Faults.Swallow(proxy, Way.Both), Faults.Swallow(proxy, Way.Answer), Faults.Swallow(proxy, Way.Request),
            faults.LoseAnswers(proxy, ""), faults.LoseAnswers(proxy, ""), faults.LoseAnswers(proxy, "COMMIT"), faults.Kill(),
        ];
    }

    private async Task SurviveAsync(PostgreSqlChaosStore store, Func<Faults, IEnumerable<Fault>> choose)
    {
        await using var run = new ChaosRun(store, Number(SeedVariable) ?? Random.Shared.Next(), Ct);
        await run.StartWorkersAsync(Workers);
        await using var flow = new EnqueueFlow(run.Enqueuer, Ct);
        await flow.DuringAsync(async () =>
        {
            await run.UntilEachWorksAsync(Recovery);
            for (var time = 0; time < (Number(TimesVariable) ?? 1); time++)
            {
                await StrikeAsync(run, choose(new Faults(run, store, Ct)).ToArray());
            }
        });

        await run.UntilAllFinalAsync(TimeSpan.FromMinutes(1));
        await run.UntilTheDeadAreGoneAsync(TimeSpan.FromMinutes(1));
        await run.StopWorkersAsync();
        await Verdict.JudgeAsync(run, output, Ct);
    }

    private async Task StrikeAsync(ChaosRun run, Fault[] faults)
    {
        run.Random.Shuffle(faults);
        foreach (var fault in faults)
        {
            await fault.StrikeAsync();
            foreach (var worker in run.Alive)
            {
                await worker.ReadyAsync(Ct);
            }

            var took = await run.UntilEachWorksAsync(Recovery);
            output.WriteLine($"{took.TotalSeconds:0.0} s after {fault.Name} every worker had run a job.");
        }
    }

    private static int? Number(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
