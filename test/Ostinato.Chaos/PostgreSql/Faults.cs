using Ostinato.PostgreSql.Servers;

namespace Ostinato.Chaos;

/// <summary>Something that happens to workers or to their way to the store. After it all must go on by themselves.</summary>
internal sealed record Fault(string Name, Func<Task> StrikeAsync);

/// <summary>What can happen.</summary>
internal sealed class Faults(ChaosRun run, PostgreSqlChaosStore store, CancellationToken ct)
{
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(2);

    public Fault Kill() => new("a kill", run.KillOneAsync);

    public Fault Pause() => new("a short pause", () => run.PauseOneBrieflyAsync(() => EnqueueMoreAsync(50)));

    public Fault PausePastDeath() => new("a pause past death", run.PauseOnePastItsDeathAsync);

    /// <summary>Many times in a row, while jobs go on between them.</summary>
    public Fault EndSessions() => new("ended sessions", async () =>
    {
        for (var time = 0; time < 10; time++)
        {
            await store.EndSessionsAsync(run.Random, most: run.Random.Next(1, 6), ct);
            await EnqueueMoreAsync(20);
        }
    });

    public Fault Crash(PostgreSqlServer server) => new("a crash of the server", () => server.RestartAsync(StopMode.Immediate, ct));

    public Fault Restart(PgBouncerServer pooler) => new("a restart of the pooler", () => pooler.RestartAsync(ct));

    /// <summary>The network loses packets for a while; then they arrive.</summary>
    public Fault Stall(TcpProxy proxy) => new("a stall", async () =>
    {
        proxy.Stall();
        await PassAsync(TimeSpan.FromSeconds(run.Random.Next(1, 4)));
        proxy.Resume();
    });

    /// <summary>The connections that there are carry nothing any more, one way or both, and nobody is told.</summary>
    public static Fault Swallow(TcpProxy proxy, Way way) => new($"swallowing {way}", () =>
    {
        proxy.Swallow(way);
        return Task.CompletedTask;
    });

    /// <summary>Several answers are lost, one after the other, and their connections with them.</summary>
    public Fault LoseAnswers(TcpProxy proxy, string request) => new($"lost answers to '{request}'", async () =>
    {
        for (var time = 0; time < 3; time++)
        {
            await Task.WhenAny(proxy.LoseAnswerAsync(request), PassAsync(AtMost));
        }

        proxy.Forget();
    });

    private async Task EnqueueMoreAsync(int count)
    {
        var before = run.Enqueuer.Certain.Count;
        await Until.TrueAsync(() => run.Enqueuer.Certain.Count >= before + count, "jobs are enqueued", TimeSpan.FromSeconds(30), ct);
    }

    private Task PassAsync(TimeSpan time) => Task.Delay(time, TimeProvider.System, ct);
}
