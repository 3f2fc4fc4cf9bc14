using Microsoft.Extensions.DependencyInjection.Extensions;
using Ostinato;
using Ostinato.Testing;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Lets an application under test record its jobs.</summary>
public static class RecordingServiceCollectionExtensions
{
    /// <summary>Replaces <see cref="IJobClient"/> by a <see cref="RecordingJobClient"/>, which is registered under its own type too.</summary>
    /// <remarks>It takes its time from the <see cref="TimeProvider"/> of the services, where there is one.</remarks>
    public static IServiceCollection AddRecordingJobs(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.RemoveAll<IJobClient>();
        services.RemoveAll<RecordingJobClient>();
        services.AddSingleton(provider => new RecordingJobClient(new JobRecorder(
            provider.GetServices<JobDefinition>(), provider.GetService<TimeProvider>() ?? TimeProvider.System)));
        services.AddSingleton<IJobClient>(provider => provider.GetRequiredService<RecordingJobClient>());
        return services;
    }
}
