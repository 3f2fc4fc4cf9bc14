using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Ostinato.Tests.Telemetry;

/// <summary>What the health checks say to whoever restarts or routes.</summary>
public sealed class HealthTests : EngineTest
{
    private static readonly EngineSetup WithChecks = new() { Services = services => services.AddHealthChecks().AddOstinato() };

    [Fact]
    public async Task A_worker_that_has_nothing_to_do_for_an_hour_is_alive_and_ready()
    {
        var engine = await StartAsync(WithChecks);
        for (var minute = 0; minute < 60; minute++)
        {
            Time.Advance(TimeSpan.FromMinutes(1));
            await SettleAsync();
        }

        (await CheckAsync(engine)).ShouldBe([("ostinato-alive", HealthStatus.Healthy), ("ostinato-ready", HealthStatus.Healthy)]);
    }

    [Fact]
    public async Task A_backlog_that_is_older_than_its_limit_degrades_readiness()
    {
        var engine = await StartAsync(WithChecks with { Configuration = new() { ["Ostinato:Health:MaxBacklogAge"] = "00:01:00" } });
        await engine.EnqueueAsync(new Work("a"), new() { Queue = "nobody-serves-this" });

        (await CheckAsync(engine))[1].Status.ShouldBe(HealthStatus.Healthy);
        Time.Advance(TimeSpan.FromMinutes(2));
        await SettleAsync();

        (await CheckAsync(engine))[1].Status.ShouldBe(HealthStatus.Degraded);
    }

    [Fact]
    public async Task A_paused_queue_is_no_backlog()
    {
        var engine = await StartAsync(WithChecks with { Configuration = new() { ["Ostinato:Health:MaxBacklogAge"] = "00:01:00" } });
        await engine.Admin.Queues.PauseAsync("default", "month end");
        await engine.EnqueueAsync(new Work("a"));
        Time.Advance(TimeSpan.FromMinutes(2));
        await SettleAsync();

        (await CheckAsync(engine))[1].Status.ShouldBe(HealthStatus.Healthy);
    }

    [Fact]
    public async Task A_trip_to_the_store_that_never_comes_back_ends_liveness()
    {
        var engine = await StartAsync(WithChecks);
        var gate = new TaskCompletionSource();
        engine.Store.OnExchange = _ => gate.Task;
        await engine.EnqueueAsync(new Work("a"));
        await Eventually.TrueAsync(() => engine.Store.Held == 1, "the trip is under way");

        await AdvanceAsync(TimeSpan.FromMinutes(1));
        (await CheckAsync(engine))[0].Status.ShouldBe(HealthStatus.Healthy, "a store may be slow");
        await AdvanceAsync(TimeSpan.FromSeconds(1));

        (await CheckAsync(engine))[0].Status.ShouldBe(HealthStatus.Unhealthy);
        (await DescriptionAsync(engine, "ostinato-alive")).ShouldBe("Loops do not turn: dispatcher.");
        gate.SetResult();
    }

    [Fact]
    public async Task A_store_that_fails_leaves_the_process_alive_and_not_ready()
    {
        var engine = await StartAsync(WithChecks);
        engine.Store.Fail(new IOException("unplugged"));
        await Should.ThrowAsync<IOException>(() => engine.EnqueueAsync(new Work("a")));
        await AdvanceAsync(TimeSpan.FromMinutes(10));

        (await CheckAsync(engine)).ShouldBe([("ostinato-alive", HealthStatus.Healthy), ("ostinato-ready", HealthStatus.Unhealthy)]);
        (await DescriptionAsync(engine, "ostinato-ready")).ShouldBe("The store does not answer: unplugged");
    }

    private static async Task<string?> DescriptionAsync(Engine engine, string check) =>
        (await engine.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries[check].Description;

    private static async Task<List<(string Name, HealthStatus Status)>> CheckAsync(Engine engine)
    {
        var report = await engine.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        return [.. report.Entries.Select(entry => (entry.Key, entry.Value.Status)).Order()];
    }
}
