using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Ostinato.PostgreSql.Servers;
using Ostinato.PostgreSql.Tests.Fixture;

namespace Ostinato.PostgreSql.Tests.BadInput;

/// <summary>Two processes at work, their server gone for a while, and what came of it.</summary>
public sealed class Outage : IAsyncLifetime
{
    /// <summary>How long the server is away.</summary>
    private const string Variable = "OSTINATO_OUTAGE_SECONDS";

    private const int Short = 2_000;
    private const int Held = 10;
    private const int Due = 50;
    private const int Later = 20;

    private static readonly TimeSpan Length = TimeSpan.FromSeconds(
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : 8);

    private readonly OutageLedger _ledger = new();
    private readonly ConcurrentQueue<OutageLine> _lines = [];
    private readonly List<IHost> _hosts = [];
    private PostgreSqlServer _server = null!;
    private int _numbers;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public int Enqueued => _numbers;

    public long Completed { get; private set; }

    public IReadOnlyDictionary<int, int> Runs => _ledger.Runs;

    public IReadOnlyCollection<int> AttemptsOfHeld => _ledger.AttemptsOfHeld;

    public IReadOnlyCollection<OutageLine> Lines => _lines;

    public Exception Refusal { get; private set; } = new InvalidOperationException("Nothing was refused.");

    public List<HealthStatus> HealthMeanwhile { get; private set; } = [];

    /// <summary>From the moment at which the server was back until every job was completed.</summary>
    public TimeSpan UntilCompleted { get; private set; }

    /// <summary>Until every process said that it is ready: no loop fails.</summary>
    public TimeSpan UntilReady { get; private set; }

    /// <summary>Until every process heard notices again.</summary>
    public TimeSpan UntilListening { get; private set; }

    private IJobClient Jobs => _hosts[0].Services.GetRequiredService<IJobClient>();

    private IJobAdmin Admin => _hosts[0].Services.GetRequiredService<IJobAdmin>();

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Length.TotalSeconds:0} s away; then all {Enqueued} jobs were completed after {UntilCompleted.TotalSeconds:0.0} s, all processes "
        + $"heard after {UntilListening.TotalSeconds:0.0} s and were ready after {UntilReady.TotalSeconds:0.0} s. "
        + $"{_lines.Count} warnings and errors.");

    public async ValueTask InitializeAsync()
    {
        _server = await PostgreSqlServer.StartAsync(PostgreSqlVersion.Debian15, ct: Ct);
        await StartAsync("one");
        await StartAsync("two");
        await EnqueueAsync(Held, new OutageJob(0, 1, OutageGate.Meanwhile));
        await EnqueueAsync(Held, new OutageJob(0, 1, OutageGate.Afterwards));
        await Eventually.TrueAsync(() => _ledger.Waiting == 2 * Held, "they run");
        await EnqueueAsync(Due, new OutageJob(0, 1), Length / 2);
        await EnqueueAsync(Short, new OutageJob(0, 20));
        await Eventually.TrueAsync(() => _ledger.Runs.Count > Short / 10, "they run");

        await _server.StopAsync(StopMode.Immediate, Ct);
        await PassAsync(Length / 2);
        Refusal = await Should.ThrowAsync<IOException>(async () => await Jobs.EnqueueAsync(new OutageJob(-1, 1), Ct));
        _ledger.Open(OutageGate.Meanwhile);
        await PassAsync(Length / 2);
        HealthMeanwhile = [.. await Task.WhenAll(_hosts.Select(HealthOfAsync))];
        await _server.StartAgainAsync(Ct);

        var since = TimeProvider.System.GetTimestamp();
        _ledger.Open(OutageGate.Afterwards);
        var ready = UntilAsync(async () => Array.TrueForAll(
            await Task.WhenAll(_hosts.Select(HealthOfAsync)), health => health == HealthStatus.Healthy), "all are ready", since);
        var listening = UntilAsync(async () => await ListenersAsync() == _hosts.Count, "all hear", since);
        await EnqueueAsync(Later, new OutageJob(0, 1));
        UntilCompleted = await UntilAsync(async () => await CompletedAsync() >= Enqueued, "all are completed", since);
        UntilListening = await listening;
        UntilReady = await ready;
        Completed = await CompletedAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            await host.StopAsync();
            host.Dispose();
        }

        await _server.DisposeAsync();
    }

    private static async Task<TimeSpan> UntilAsync(Func<Task<bool>> condition, string what, long since)
    {
        await Eventually.TrueAsync(condition, what);
        return TimeProvider.System.GetElapsedTime(since);
    }

    private static Task PassAsync(TimeSpan time) => Task.Delay(time, TimeProvider.System, Ct);

    private static async Task<HealthStatus> HealthOfAsync(IHost host) =>
        (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Ct)).Status;

    private async Task StartAsync(string name)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddProvider(new OutageLog(name, _lines));
        builder.Services.AddSingleton(_ledger).AddHealthChecks().AddOstinato();
        builder.Services.AddOstinato(o => o
            .UsePostgreSql(_server.ConnectionString())
            .AddJob(OutageJob.Definition)
            .AddHandler(JobHandlerBinding.Of<OutageJob, OutageJobHandler>())
            .Retain(retention => retention.Interval = TimeSpan.FromSeconds(3))
            .AddWorker(worker => worker.Queue("default", 2 * Held).Queue("others", 10)));
        var host = builder.Build();
        _hosts.Add(host);
        await host.StartAsync(Ct);
    }

    private async Task EnqueueAsync(int count, OutageJob job, TimeSpan? delay = null)
    {
        var jobs = Enumerable.Range(0, count).Select(_ => job with { Number = _numbers++ });
        await Jobs.EnqueueManyAsync(jobs, new EnqueueOptions { Delay = delay }, Ct);
    }

    private async Task<long> CompletedAsync()
    {
        var queues = await Admin.Queues.ListAsync(Ct);
        return queues.Sum(queue => queue.Counts.GetValueOrDefault(JobState.Completed));
    }

    // What listens holds a lock for the life of its process.
    private async Task<long> ListenersAsync()
    {
        await using var connection = new NpgsqlConnection($"{_server.ConnectionString()};Pooling=false");
        await connection.OpenAsync(Ct);
        await using var count = new NpgsqlCommand(
            "select count(*) from pg_locks where locktype = 'advisory' and classid = 'ostinato.migration'::regclass and objsubid = 2",
            connection);
        return (long)(await count.ExecuteScalarAsync(Ct))!;
    }
}
