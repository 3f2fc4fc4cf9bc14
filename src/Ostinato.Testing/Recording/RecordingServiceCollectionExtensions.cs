using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Ostinato;
using Ostinato.Hosting;
using Ostinato.Testing;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Lets an application under test record its jobs.</summary>
public static class RecordingServiceCollectionExtensions
{
    /// <summary>
    /// Replaces <see cref="IJobClient"/> by a <see cref="RecordingJobClient"/>, which is registered under its own type too, and takes out
    /// the worker and the opening of the store. Call it after <c>AddOstinato</c>.
    /// </summary>
    /// <remarks>
    /// In an application that calls <c>AddOstinato</c> it refuses what the real client refuses, such as a payload that is not registered or
    /// cannot be written, and calls the enqueue hooks. It takes its time from the <see cref="TimeProvider"/> of the services.
    /// </remarks>
    public static IServiceCollection AddRecordingJobs(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.RemoveAll<IJobClient>();
        services.RemoveAll<RecordingJobClient>();
        services.TryAddSingleton(TestKey.Substitute);
        foreach (var service in services.Where(IsEngine).ToList())
        {
            services.Remove(service);
        }

        services.AddSingleton(provider => new RecordingJobClient(
            new JobRecorder(provider.GetService<TimeProvider>() ?? TimeProvider.System, provider.GetService<JobWriter>())));
        services.AddSingleton<IJobClient>(provider => provider.GetRequiredService<RecordingJobClient>());
        return services;
    }

    private static bool IsEngine(ServiceDescriptor service) =>
        service.ServiceType == typeof(IHostedService)
        && (service.ImplementationType == typeof(StoreStartup) || service.ImplementationFactory is Func<IServiceProvider, WorkerService>);
}
