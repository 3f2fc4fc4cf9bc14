using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Ostinato.Breakers;
using Ostinato.Execution;
using Ostinato.Logs;
using Ostinato.Observing;
using Ostinato.Operations;
using Ostinato.Privacy;
using Ostinato.Queues;
using Ostinato.Schedules;
using Ostinato.Statistics;
using Ostinato.Storage;
using Ostinato.Telemetry;

namespace Ostinato.Hosting;

/// <summary>What Ostinato registers.</summary>
internal static class OstinatoServices
{
    public static void AddCore(IServiceCollection services)
    {
        services.TryAddSingleton<Loggers>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<JobRegistry>();
        services.TryAddSingleton(MakeVault);
        services.TryAddSingleton(FindStore);
        services.TryAddSingleton(provider => new Instruments(provider.GetService<IMeterFactory>()));
        services.TryAddSingleton<QueueGauges>();
        services.TryAddSingleton<WorkerPulse>();
        services.TryAddSingleton<JobWriter>();
        services.TryAddSingleton<JobNews>();
        services.TryAddSingleton<ResultWait>();
        services.TryAddSingleton<LastGoodOptions<ClientOptions>>();
        services.TryAddSingleton<JobQuotas>();
        services.TryAddSingleton<IJobClient, JobClient>();
        services.TryAddSingleton<JobUpdates>();
        services.TryAddSingleton<IJobAdmin, JobAdmin>();
        services.TryAddSingleton<CodeSchedules>();
        services.TryAddSingleton<ScheduledJobs>();
        services.TryAddSingleton(provider => new ScheduleReconciler(
            provider.GetRequiredService<CodeSchedules>(), provider.GetRequiredService<Loggers>().Create("Ostinato.Schedules")));
        services.TryAddSingleton<KnownQueueSettings>();
        services.TryAddSingleton<AdminParts>();
        services.TryAddSingleton<AliveCheck>();
        services.TryAddSingleton<ReadyCheck>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, StoreStartup>());
        AddOptions<ClientOptions, ClientOptionsValidator>(services, OptionsSections.Client, OptionsSections.Read);
        AddOptions<ObjectiveOptions, ObjectiveOptionsValidator>(services, OptionsSections.Objectives, OptionsSections.Read);
        services.TryAddSingleton<LastGoodOptions<ObjectiveOptions>>();
        services.TryAddSingleton<RecentStatistics>();
        services.TryAddSingleton<QueueOutlook>();
        AddOptions<ObserverOptions, ObserverOptionsValidator>(services, OptionsSections.Observers, OptionsSections.Read);
        services.TryAddSingleton<LastGoodOptions<ObserverOptions>>();
        services.TryAddSingleton<Observers>();
        services.TryAddSingleton<Finals>();
        AddOptions<HealthOptions, HealthOptionsValidator>(services, OptionsSections.Health, OptionsSections.Read);
        services.TryAddSingleton<LastGoodOptions<HealthOptions>>();
    }

    public static void AddWorker(IServiceCollection services)
    {
        services.TryAddSingleton<Storms>();
        services.TryAddSingleton<JobPipelines>();
        services.TryAddSingleton(Jitter.Random);
        services.TryAddSingleton<LastGoodOptions<WorkerOptions>>();
        services.TryAddSingleton<LastGoodOptions<RetentionOptions>>();
        services.TryAddSingleton<LastGoodOptions<StatisticsOptions>>();
        services.TryAddSingleton<StatisticsRecorder>();
        services.TryAddSingleton<RunningLogs>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ILoggerProvider, AttemptLogProvider>());
        services.TryAddSingleton<LastGoodOptions<JobLogOptions>>();
        services.TryAddSingleton<LogCapture>();
        services.TryAddSingleton<WorkerService>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, WorkerService>(
            provider => provider.GetRequiredService<WorkerService>()));
        AddOptions<WorkerOptions, WorkerOptionsValidator>(services, OptionsSections.Worker, OptionsSections.Read);
        AddOptions<StatisticsOptions, StatisticsOptionsValidator>(services, OptionsSections.Statistics, OptionsSections.Read);
        AddOptions<RetentionOptions, RetentionOptionsValidator>(services, OptionsSections.Retention, OptionsSections.Read);
        AddOptions<StormOptions, StormOptionsValidator>(services, StormSections.Path, StormSections.Read);
        AddOptions<JobLogOptions, JobLogOptionsValidator>(services, LogSections.Path, LogSections.Read);
    }

    private static MemberVault MakeVault(IServiceProvider provider)
    {
        var builder = new EncryptionBuilder();
        foreach (var configure in provider.GetServices<EncryptionSetup>())
        {
            configure.Configure(builder);
        }

        var cipher = ConfiguredKeys.CipherOf(builder, provider.GetService<IConfiguration>(), provider);
        return new MemberVault(
            provider.GetRequiredService<JobRegistry>(),
            cipher ?? provider.GetService<SubstituteCipher>()?.Cipher,
            provider.GetRequiredService<Loggers>().Create("Ostinato.Privacy"));
    }

    private static StoreAccess FindStore(IServiceProvider provider)
    {
        var store = provider.GetService<IJobStore>() ?? throw new OstinatoConfigurationException(
            "No store is named. Reference the package Ostinato.Sqlite and call UseSqlite() inside AddOstinato(…); "
            + "it keeps jobs in ./ostinato.db. For jobs that need not outlive the process call UseMemory().");
        return new StoreAccess(store);
    }

    private static void AddOptions<[DynamicallyAccessedMembers(
        DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions, [DynamicallyAccessedMembers(
        DynamicallyAccessedMemberTypes.PublicConstructors)] TValidator>(
        IServiceCollection services, string section, Action<IConfigurationSection, TOptions> read)
        where TOptions : class
        where TValidator : class, IValidateOptions<TOptions>
    {
        AddSection(services, section, read);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TOptions>, TValidator>());
        services.AddOptions<TOptions>().ValidateOnStart();
    }

    private static void AddSection<TOptions>(IServiceCollection services, string section, Action<IConfigurationSection, TOptions> read)
        where TOptions : class
    {
        if (services.Any(service => service.ServiceType == typeof(OptionsFromConfiguration<TOptions>)))
        {
            return;
        }

        services.AddSingleton(provider => new OptionsFromConfiguration<TOptions>(section, provider.GetService<IConfiguration>(), read));
        services.AddSingleton<IPostConfigureOptions<TOptions>>(
            provider => provider.GetRequiredService<OptionsFromConfiguration<TOptions>>());
        services.AddSingleton<IOptionsChangeTokenSource<TOptions>>(
            provider => provider.GetRequiredService<OptionsFromConfiguration<TOptions>>());
    }
}
