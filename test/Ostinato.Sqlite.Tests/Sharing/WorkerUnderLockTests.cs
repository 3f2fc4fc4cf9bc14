using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Ostinato.Sqlite.Tests.Sharing;

/// <summary>Workers whose file another program locks for longer than they wait for it, and than a death takes to be noticed.</summary>
public sealed class WorkerUnderLockTests : IAsyncDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Locked = TimeSpan.FromSeconds(2);

    private readonly StoreFolder _folder = new();
    private readonly List<IHost> _hosts = [];

    [Fact]
    public async Task Nobody_is_taken_for_dead_and_every_job_runs_once()
    {
        var hosts = new[] { await StartAsync(), await StartAsync() };
        var jobs = hosts[0].Services.GetRequiredService<IJobClient>();
        var admin = hosts[0].Services.GetRequiredService<IJobAdmin>();
        await jobs.EnqueueManyAsync(Enumerable.Range(0, 2_000).Select(number => new Tally(number)));
        await Until(() => TallyHandler.Runs > 100, "jobs run");

        await using (var locking = _folder.Connect().BeginTransaction())
        {
            var since = TimeProvider.System.GetTimestamp();
            await Until(() => TimeProvider.System.GetElapsedTime(since) > Locked, "the lock has been held for long enough");
            await locking.RollbackAsync();
        }

        await Until(() => TallyHandler.Runs >= 2_000, "all jobs have run");
        await Until(async () => (await CountsAsync(admin)).GetValueOrDefault(JobState.Completed) == 2_000, "all jobs are completed");
        TallyHandler.Runs.ShouldBe(2_000);
        (await admin.ProcessesAsync()).Select(process => process.Process.Epoch).ShouldBe([1, 1]);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            await host.StopAsync();
            await ((IAsyncDisposable)host).DisposeAsync();
        }

        await _folder.DisposeAsync();
    }

    private async Task<IHost> StartAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        builder.Services.AddOstinato(o => o
            .UseSqlite(_folder.ConnectionString, options => options.BusyTimeout = TimeSpan.FromSeconds(0.5))
            .AddJobs()
            .AddWorker(worker => worker.Queue("default", 2).Configure(options => options.HeartbeatInterval = Beat)));
        var host = builder.Build();
        _hosts.Add(host);
        await host.StartAsync();
        return host;
    }

    private static async Task<IReadOnlyDictionary<JobState, long>> CountsAsync(IJobAdmin admin) =>
        (await admin.Queues.ListAsync()).Single().Counts;

    private static Task Until(Func<bool> condition, string what) => Until(() => Task.FromResult(condition()), what);

    private static async Task Until(Func<Task<bool>> condition, string what)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            TimeProvider.System.GetElapsedTime(since).ShouldBeLessThan(TimeSpan.FromMinutes(2), what);
            await Task.Delay(TimeSpan.FromMilliseconds(5));
        }
    }

    [Job("tally")]
    internal sealed record Tally(int Number);

    internal sealed class TallyHandler : IJobHandler<Tally>
    {
        private static int _runs;

        public static int Runs => Volatile.Read(ref _runs);

        public async Task HandleAsync(Tally job, JobContext context, CancellationToken ct)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, ct);
            Interlocked.Increment(ref _runs);
        }
    }
}
