using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Ostinato.Execution;
using Ostinato.Hosting;
using Ostinato.Storage;

namespace Ostinato.Testing;

/// <summary>Builds the host of a world: the application's own set-up, with the parts replaced that a test must hold in its hand.</summary>
internal static class WorldHost
{
    public static async Task<JobWorld> StartAsync(
        Action<OstinatoBuilder> configure, FakeTimeProvider time, Action<IServiceCollection>? services, CancellationToken ct)
    {
        var host = Build(configure, time, services);
        try
        {
            await host.StartAsync(ct).ConfigureAwait(false);
        }
        catch
        {
            await ((IAsyncDisposable)host).DisposeAsync().ConfigureAwait(false);
            throw;
        }

        var world = new JobWorld(host, time);
        await world.SettleAsync(ct).ConfigureAwait(false);
        return world;
    }

    public static IHost Build(Action<OstinatoBuilder> configure, FakeTimeProvider time, Action<IServiceCollection>? services)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        AddBefore(builder.Services, time);
        services?.Invoke(builder.Services);
        builder.Services.AddOstinato(ostinato => Configure(ostinato, configure));
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        return builder.Build();
    }

    private static void AddBefore(IServiceCollection services, FakeTimeProvider time) => services
        .AddSingleton<TimeProvider>(time)
        .AddSingleton(new Jitter(() => 0.5))
        .AddSingleton(TestKey.Substitute)
        .AddSingleton<RunningAttempts>()
        .AddSingleton<ExecutionHistory>();

    private static void Configure(OstinatoBuilder builder, Action<OstinatoBuilder> configure)
    {
        builder.Use<AttemptWatch>();
        configure(builder);
        if (builder.Services.All(service => service.ServiceType != typeof(WorkerService)))
        {
            builder.AddWorker(worker => ServeEverything(builder.Services, worker));
        }

        builder.UseStore(provider => new WatchedStore(
            new MemoryJobStore(new MemoryStoreOptions(), provider.GetRequiredService<TimeProvider>()),
            provider.GetRequiredService<ExecutionHistory>().Add));
    }

    // One job of a queue at a time, so that the order of runs is the order of the store.
    private static void ServeEverything(IServiceCollection services, WorkerBuilder worker)
    {
        var definitions = services.Select(service => service.ImplementationInstance).OfType<JobDefinition>();
        foreach (var queue in definitions.Select(definition => definition.Queue).Append(JobDefaults.Queue).Distinct())
        {
            worker.Queue(queue, concurrency: 1);
        }
    }

    /// <summary>A test ends its worlds itself; signals to the process belong to the test runner.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
