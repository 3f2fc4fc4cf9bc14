using System.Globalization;
using Ostinato.PostgreSql.Servers;

namespace Ostinato.Chaos;

/// <summary>The promises under fire on PostgreSQL: real processes, real kills, a server that crashes, a network that loses.</summary>
public sealed class SurvivalOnPostgreSqlTests(ChaosServer server, ITestOutputHelper output) : IClassFixture<ChaosServer>
{
    /// <summary>How many times longer than usual these tests last.</summary>
    private const string TimesVariable = "OSTINATO_CHAOS_TIMES";

    private const string SeedVariable = "OSTINATO_CHAOS_SEED";
    private const int Workers = 4;
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(15);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Kills_pauses_and_ended_sessions_lose_no_job_and_end_none_twice()
    {
        var database = await server.NewDatabaseAsync(Ct);
        await SurviveAsync(new PostgreSqlChaosStore(database, database), faults =>
        [
            faults.KillAsync, faults.KillAsync, faults.KillAsync, faults.PauseAsync, faults.PauseAsync, faults.PausePastDeathAsync,
            faults.EndSessionsAsync, faults.EndSessionsAsync, faults.EndSessionsAsync,
        ]);
    }

    [Fact]
    public async Task Crashes_of_the_server_lose_no_job_and_end_none_twice()
    {
        var database = await server.NewDatabaseAsync(Ct);
        await SurviveAsync(new PostgreSqlChaosStore(database, database), faults =>
        [
            () => faults.CrashAsync(server.Server), () => faults.CrashAsync(server.Server), () => faults.CrashAsync(server.Server),
            faults.KillAsync, faults.EndSessionsAsync,
        ]);
    }

    [Fact]
    public async Task Restarts_of_the_pooler_lose_no_job_and_end_none_twice()
    {
        await using var pooler = await PgBouncerServer.StartAsync(server.Server, Ct);
        var database = await server.NewDatabaseAsync(Ct);
        var name = new Npgsql.NpgsqlConnectionStringBuilder(database).Database!;
        await SurviveAsync(new PostgreSqlChaosStore(database, pooler.ConnectionString(name)), faults =>
        [
            () => faults.RestartAsync(pooler), () => faults.RestartAsync(pooler), () => faults.RestartAsync(pooler),
            faults.KillAsync, faults.EndSessionsAsync,
        ]);
    }

    [Fact]
    public async Task Connections_that_hang_or_lose_answers_lose_no_job_and_end_none_twice()
    {
        await using var proxy = new TcpProxy(() => server.Server.Port);
        var database = await server.NewDatabaseAsync(Ct);
        await SurviveAsync(new PostgreSqlChaosStore(database, proxy.Through(database)), faults =>
        [
            () => faults.StallAsync(proxy), () => Faults.SwallowAsync(proxy, Way.Both), () => Faults.SwallowAsync(proxy, Way.Answer),
            () => Faults.SwallowAsync(proxy, Way.Request), () => faults.LoseAnswersAsync(proxy, ""), () => faults.LoseAnswersAsync(proxy, ""),
            () => faults.LoseAnswersAsync(proxy, "COMMIT"), faults.KillAsync,
        ]);
    }

    private async Task SurviveAsync(PostgreSqlChaosStore store, Func<Faults, IEnumerable<Func<Task>>> choose)
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
        await run.StopWorkersAsync();
        await Verdict.JudgeAsync(run, output, Ct);
    }

    private async Task StrikeAsync(ChaosRun run, Func<Task>[] faults)
    {
        run.Random.Shuffle(faults);
        foreach (var fault in faults)
        {
            await fault();
            foreach (var worker in run.Alive)
            {
                await worker.ReadyAsync(Ct);
            }

            var took = await run.UntilEachWorksAsync(Recovery);
            output.WriteLine($"{took.TotalSeconds:0.0} s after {fault.Method.Name} every worker had run a job.");
        }
    }

    private static int? Number(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
