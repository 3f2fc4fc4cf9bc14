using Ostinato.PostgreSql.Servers;

namespace Ostinato.Chaos;

/// <summary>What can happen to workers and to the way between them and the store. After each all must go on.</summary>
internal sealed class Faults(ChaosRun run, PostgreSqlChaosStore store, CancellationToken ct)
{
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(2);

    public Task KillAsync() => run.KillOneAsync();

    public Task PauseAsync() => run.PauseOneBrieflyAsync(() => EnqueueMoreAsync(50));

    public Task PausePastDeathAsync() => run.PauseOnePastItsDeathAsync();

    /// <summary>Many times in a row, while jobs go on between them.</summary>
    public async Task EndSessionsAsync()
    {
        for (var time = 0; time < 10; time++)
        {
            await store.EndSessionsAsync(run.Random, most: run.Random.Next(1, 6), ct);
            await EnqueueMoreAsync(20);
        }
    }

    public Task CrashAsync(PostgreSqlServer server) => server.RestartAsync(StopMode.Immediate, ct);

    public Task RestartAsync(PgBouncerServer pooler) => pooler.RestartAsync(ct);

    /// <summary>The network loses packets for a while; then they arrive.</summary>
    public async Task StallAsync(TcpProxy proxy)
    {
        proxy.Stall();
        await PassAsync(TimeSpan.FromSeconds(run.Random.Next(1, 4)));
        proxy.Resume();
    }

    /// <summary>The connections that there are carry nothing any more, one way or both, and nobody is told.</summary>
    public static Task SwallowAsync(TcpProxy proxy, Way way)
    {
        proxy.Swallow(way);
        return Task.CompletedTask;
    }

    /// <summary>Several answers are lost, one after the other, and their connections with them.</summary>
    public async Task LoseAnswersAsync(TcpProxy proxy, string request)
    {
        for (var time = 0; time < 5; time++)
        {
            await Task.WhenAny(proxy.LoseAnswerAsync(request), PassAsync(AtMost));
        }

        proxy.Forget();
    }

    private async Task EnqueueMoreAsync(int count)
    {
        var before = run.Enqueuer.Certain.Count;
        await Until.TrueAsync(() => run.Enqueuer.Certain.Count >= before + count, "jobs are enqueued", TimeSpan.FromSeconds(30), ct);
    }

    private Task PassAsync(TimeSpan time) => Task.Delay(time, TimeProvider.System, ct);
}
