using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Ostinato.Bench.Jobs;
using Ostinato.Bench.Measuring;
using Quartz;

namespace Ostinato.Bench.Peers;

/// <summary>Quartz.NET with its ADO store: 50 threads, 50 triggers at once, one durable job with a trigger for each run.</summary>
internal sealed class QuartzSystem : IAsyncDisposable
{
    private const int AtOnce = 50;

    private readonly ServiceProvider _services;
    private readonly IJobDetail _job = JobBuilder.Create<QuartzJob>().WithIdentity("no-op").StoreDurably().Build();
    private IScheduler _scheduler = null!;
    private int _next;

    private QuartzSystem(ServiceProvider services) => _services = services;

    public Tally Tally => _services.GetRequiredService<Tally>();

    public Delays Delays => _services.GetRequiredService<Delays>();

    public static async Task<QuartzSystem> OpenAsync(Scratch scratch)
    {
        var services = new ServiceCollection().AddLogging().AddSingleton<Tally>().AddSingleton<Delays>();
        services.AddQuartz(quartz =>
        {
            quartz.UseDefaultThreadPool(AtOnce);
            quartz.ConfigureScheduler(options => options.MaxBatchSize = AtOnce);
            quartz.UsePersistentStore(store =>
            {
                store.UsePostgres(scratch.Database);
                store.UseSystemTextJsonSerializer();
                store.ProvisionSchema();
            });
        });
        var system = new QuartzSystem(services.BuildServiceProvider());
        system._scheduler = await system._services.GetRequiredService<ISchedulerFactory>().GetScheduler();
        await system._scheduler.AddJob(system._job);
        return system;
    }

    public Task StartAsync() => _scheduler.Start().AsTask();

    public Task StandbyAsync() => _scheduler.Standby().AsTask();

    public async Task EnqueueAsync(int number) => await _scheduler.ScheduleJob(Trigger(number));

    /// <summary>Many at once, numbered from 0.</summary>
    public async Task EnqueueManyAsync(int jobs)
    {
        foreach (var numbers in Enumerable.Range(0, jobs).Chunk(1_000))
        {
            IReadOnlyCollection<ITrigger> triggers = [.. numbers.Select(Trigger)];
            await _scheduler.ScheduleJobs(
                new Dictionary<IJobDetail, IReadOnlyCollection<ITrigger>> { [_job] = triggers }, new ScheduleJobOptions { Replace = true });
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _scheduler.Shutdown();
        await _services.DisposeAsync();
    }

    private ITrigger Trigger(int number) => TriggerBuilder.Create()
        .ForJob(_job)
        .WithIdentity(Interlocked.Increment(ref _next).ToString(CultureInfo.InvariantCulture))
        .UsingJobData("body", NoOp.Json(number))
        .UsingJobData("sent_at", Stopwatch.GetTimestamp().ToString(CultureInfo.InvariantCulture))
        .StartNow()
        .Build();
}
