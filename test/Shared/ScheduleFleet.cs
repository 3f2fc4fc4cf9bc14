using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Ostinato.Tests.Shared;

/// <summary>Eight processes that start at once and whose clocks are up to 90 s apart, and a schedule for every second.</summary>
internal static class ScheduleFleet
{
    private const int Processes = 8;
    private const int LeastTicks = 6;
    private static readonly TimeSpan Apart = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static async Task JudgeAsync(Action<OstinatoBuilder> useStore, CancellationToken ct)
    {
        var runs = new ConcurrentQueue<DateTimeOffset?>();
        var hosts = Enumerable.Range(0, Processes).Select(number => Build(number, useStore, runs)).ToList();
        try
        {
            await Task.WhenAll(hosts.Select(host => host.StartAsync(ct)));
            await UntilAsync(() => runs.Distinct().Count() >= LeastTicks, ct);
            var admin = hosts[0].Services.GetRequiredService<IJobAdmin>();
            await admin.Schedules.PauseAsync("each-second", ct: ct);
            var ticks = await admin.Schedules.TicksAsync("each-second", 1_000, ct);
            await UntilAsync(() => runs.Count >= ticks.Count, ct);

            ShouldBeEverySecondOnce(ticks);
            runs.OrderDescending().ShouldBe(ticks.Select(tick => (DateTimeOffset?)tick.At), "each tick had one job, and it ran once");
        }
        finally
        {
            await Task.WhenAll(hosts.Select(host => host.StopAsync(CancellationToken.None)));
            hosts.ForEach(host => host.Dispose());
        }
    }

    private static void ShouldBeEverySecondOnce(IReadOnlyList<TickInfo> ticks)
    {
        ticks.ShouldAllBe(tick => tick.Outcome == TickOutcome.Ran);
        ticks.Zip(ticks.Skip(1)).ShouldAllBe(pair => pair.First.At - pair.Second.At == TimeSpan.FromSeconds(1));
    }

    private static IHost Build(int number, Action<OstinatoBuilder> useStore, ConcurrentQueue<DateTimeOffset?> runs)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        var offset = (Apart * number / (Processes - 1)) - (Apart / 2);
        builder.Services.AddSingleton<TimeProvider>(new OffsetTime(offset)).AddSingleton(runs);
        builder.Services.AddOstinato(o =>
        {
            useStore(o);
            o.AddJob(FleetTick.Definition)
                .AddHandler(JobHandlerBinding.Of<FleetTick, FleetTickHandler>())
                .Cron("each-second", "* * * * * *", new FleetTick(), c => c.CatchUp(CatchUp.All))
                .AddWorker(worker => worker.Queue("default"));
        });
        return builder.Build();
    }

    private static async Task UntilAsync(Func<bool> condition, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(25), TimeProvider.System);
        var since = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            TimeProvider.System.GetElapsedTime(since).ShouldBeLessThan(Patience);
            await timer.WaitForNextTickAsync(ct);
        }
    }

    private sealed class OffsetTime(TimeSpan offset) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + offset;
    }
}

[Job("fleet-tick")]
internal sealed record FleetTick
{
    public static JobDefinition Definition { get; } =
        new JobDefinition<FleetTick>("fleet-tick", (JsonTypeInfo<FleetTick>)JsonSerializerOptions.Default.GetTypeInfo(typeof(FleetTick)));
}

internal sealed class FleetTickHandler(ConcurrentQueue<DateTimeOffset?> runs) : IJobHandler<FleetTick>
{
    public Task HandleAsync(FleetTick job, JobContext context, CancellationToken ct)
    {
        runs.Enqueue(context.ScheduledFor);
        return Task.CompletedTask;
    }
}
