using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Ostinato.Hosting;
using Ostinato.Observing;
using Ostinato.Schedules;
using Ostinato.Storage;

namespace Ostinato;

/// <summary>Sets Ostinato up: which jobs there are, where they are kept, and what this process runs.</summary>
public sealed class OstinatoBuilder
{
    internal OstinatoBuilder(IServiceCollection services) => Services = services;

    /// <summary>The services of the application.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Registers a kind of job.</summary>
    public OstinatoBuilder AddJob(JobDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        Services.AddSingleton(definition);
        return this;
    }

    /// <summary>Registers a handler. Two of one payload fail at start; the same one twice does no harm.</summary>
    public OstinatoBuilder AddHandler(JobHandlerBinding handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        Services.AddSingleton(handler);
        handler.Register(Services);
        return this;
    }

    /// <summary>Registers a kind of job and its handler by hand, from the attributes of the payload.</summary>
    /// <param name="json">How the payload is written and read.</param>
    /// <exception cref="OstinatoConfigurationException">The payload has no <see cref="JobAttribute"/>, or an attribute does not make
    /// sense.</exception>
    public OstinatoBuilder AddJob<
        [DynamicallyAccessedMembers(JobAttributes.Methods)] TJob,
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>(
        JsonTypeInfo<TJob> json)
        where TJob : notnull
        where THandler : class, IJobHandler<TJob> =>
        AddJob(JobAttributes.Define(json)).AddHandler(JobHandlerBinding.Of<TJob, THandler>());

    /// <inheritdoc cref="AddJob{TJob, THandler}(JsonTypeInfo{TJob})"/>
    [RequiresUnreferencedCode("Reads the payload by reflection. Use the generated AddJobs(), or pass a JsonTypeInfo.")]
    [RequiresDynamicCode("Reads the payload by reflection. Use the generated AddJobs(), or pass a JsonTypeInfo.")]
    public OstinatoBuilder AddJob<
        [DynamicallyAccessedMembers(JobAttributes.Methods)] TJob,
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>()
        where TJob : notnull
        where THandler : class, IJobHandler<TJob> =>
        AddJob<TJob, THandler>(JobAttributes.ReflectionJson<TJob>());

    /// <summary>Gives a kind of job another backoff than its attributes say, such as a function of its error. The last call wins.</summary>
    public OstinatoBuilder UseBackoff<TJob>(Backoff backoff)
        where TJob : notnull
    {
        ArgumentNullException.ThrowIfNull(backoff);
        Services.AddSingleton(new BackoffOverride(typeof(TJob), backoff));
        return this;
    }

    /// <summary>Runs a middleware around every attempt; the first registered is the outermost. Resolved from the attempt's scope.</summary>
    public OstinatoBuilder Use<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TMiddleware>()
        where TMiddleware : class, IJobMiddleware
    {
        Services.AddSingleton(new MiddlewareRegistration(services => services.GetRequiredService<TMiddleware>()));
        Services.AddScoped<TMiddleware>();
        return this;
    }

    /// <summary>
    /// Tells an observer of attempts and of the ends of jobs. It is one instance for the process; the same one twice is told once.
    /// </summary>
    public OstinatoBuilder AddObserver<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TObserver>()
        where TObserver : class, IJobObserver
    {
        if (Services.All(service => service.ServiceType != typeof(TObserver)))
        {
            Services.AddSingleton<TObserver>();
            Services.AddSingleton(new ObserverRegistration(services => services.GetRequiredService<TObserver>()));
        }

        return this;
    }

    /// <summary>
    /// Calls a function when a job has come to its end: completed, cancelled, discarded, deleted, or set aside as poison, whatever the
    /// cause. It is called in the process that brought the end about, once the store has it, and at most once.
    /// </summary>
    public OstinatoBuilder OnFinal(Func<FinalJob, CancellationToken, ValueTask> told)
    {
        ArgumentNullException.ThrowIfNull(told);
        Services.AddSingleton(new ObserverRegistration(_ => new FinalFunction(told)));
        return this;
    }

    /// <summary>Calls a hook for every job before it is stored.</summary>
    public OstinatoBuilder OnEnqueue<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THook>()
        where THook : class, IEnqueueHook
    {
        Services.AddSingleton<IEnqueueHook, THook>();
        return this;
    }

    /// <summary>
    /// Enqueues a job again and again. The schedule is stored at the start, and fired by whichever worker sees that it is time.
    /// </summary>
    /// <param name="name">Its name, in the alphabet of wire names; it is for ever.</param>
    /// <param name="expression">When, as <see cref="CronExpression"/> reads it.</param>
    /// <param name="payload">The payload of each job.</param>
    /// <param name="configure">In which time zone, and what becomes of ticks that are missed or overlap.</param>
    public OstinatoBuilder Cron<TJob>(string name, string expression, TJob payload, Action<ScheduleBuilder>? configure = null)
        where TJob : notnull
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(expression);
        ArgumentNullException.ThrowIfNull(payload);
        Services.AddSingleton(CodeSchedule.Of(name, expression, payload, configure));
        return this;
    }

    /// <summary>
    /// Holds the jobs of a kind back while all of them fail, in whichever process, and lets a few try from time to time. Off for a kind
    /// that is not named.
    /// </summary>
    /// <param name="job">The wire name of the job.</param>
    /// <param name="configure">When it opens, and for how long.</param>
    public OstinatoBuilder Breaker(string job, Action<BreakerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(job);
        Services.Configure<StormOptions>(options =>
        {
            var breaker = new BreakerOptions();
            configure?.Invoke(breaker);
            options.Breakers[job] = breaker;
        });
        return this;
    }

    /// <summary>
    /// Lets no more jobs of a kind that failed come back in a second, in all processes together, about. The others come later. Off for a
    /// kind that is not named.
    /// </summary>
    /// <param name="job">The wire name of the job.</param>
    /// <param name="perSecond">How many, 0.001 to 1,000,000.</param>
    public OstinatoBuilder LimitRetries(string job, double perSecond)
    {
        ArgumentNullException.ThrowIfNull(job);
        Services.Configure<StormOptions>(options => options.RetriesPerSecond[job] = perSecond);
        return this;
    }

    /// <summary>Runs jobs in this process. A process that only enqueues leaves this out.</summary>
    public OstinatoBuilder AddWorker(Action<WorkerBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        Services.Configure<WorkerOptions>(options => configure(new WorkerBuilder(options)));
        OstinatoServices.AddWorker(Services);
        return this;
    }

    /// <summary>Changes how long final jobs are kept.</summary>
    public OstinatoBuilder Retain(Action<RetentionOptions> configure)
    {
        Services.Configure(configure);
        return this;
    }

    /// <summary>
    /// Keeps what is logged while jobs run with them, where people look at the job: <c>CaptureLogs(logs => logs.Level =
    /// LogLevel.Information)</c>. Off by default.
    /// </summary>
    public OstinatoBuilder CaptureLogs(Action<JobLogOptions> configure)
    {
        Services.Configure(configure);
        return this;
    }

    /// <summary>Shows final jobs to an archive before they are removed by age. The same in every worker of a store.</summary>
    public OstinatoBuilder ArchiveTo<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TArchive>()
        where TArchive : class, IJobArchive
    {
        Services.AddSingleton<IJobArchive, TArchive>();
        return this;
    }

    /// <summary>
    /// Promises that jobs of a queue start soon. Health is degraded, metrics and the doctor tell, when many more are late than may be. Say
    /// it in the process that tells: the history is that of all.
    /// </summary>
    /// <param name="queue">The queue.</param>
    /// <param name="startWithin">How long a job may wait from the moment it could start; 0.001 s to 30 days.</param>
    /// <param name="percent">For how many of a hundred attempts that is to hold. Default 99, 1 to 99.999.</param>
    public OstinatoBuilder Objective(string queue, TimeSpan startWithin, double percent = 99)
    {
        ArgumentNullException.ThrowIfNull(queue);
        Services.Configure<ObjectiveOptions>(
            options => options.Queues[queue] = new QueueObjective { StartWithin = startWithin, Percent = percent });
        return this;
    }

    /// <summary>Changes what is kept of how attempts went, or keeps nothing.</summary>
    public OstinatoBuilder Statistics(Action<StatisticsOptions> configure)
    {
        Services.Configure(configure);
        return this;
    }

    /// <summary>Says where the keys of encrypted members come from. Keys of <c>Ostinato:Encryption</c> need no call.</summary>
    /// <remarks>
    /// What does not make sense stops the start: a key that has not 32 bytes, a current key that is not there, an id given twice.
    /// </remarks>
    public OstinatoBuilder Encryption(Action<EncryptionBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        Services.AddSingleton(new EncryptionSetup(configure));
        return this;
    }

    /// <summary>Keeps jobs in a store. The last call wins. Users call the extension of a store package, such as <c>UseSqlite</c>.</summary>
    public OstinatoBuilder UseStore(Func<IServiceProvider, IJobStore> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        Services.AddSingleton<IJobStore>(create);
        return this;
    }
}

/// <summary>One middleware of the chain, and how an attempt finds it.</summary>
internal sealed record MiddlewareRegistration(Func<IServiceProvider, IJobMiddleware> Resolve);
