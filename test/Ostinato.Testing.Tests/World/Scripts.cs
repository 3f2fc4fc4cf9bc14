using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace Ostinato.Testing.Tests.World;

/// <summary>What the handlers of a test do, by the name of the step; the default is to succeed.</summary>
public sealed class Scripts
{
    private readonly Dictionary<string, Func<JobContext, CancellationToken, Task<JobOutcome>>> _steps = [];

    public Scripts On(string step, Func<JobContext, CancellationToken, Task<JobOutcome>> work)
    {
        _steps[step] = work;
        return this;
    }

    public Scripts On(string step, Func<JobContext, JobOutcome> work) => On(step, (context, _) => Task.FromResult(work(context)));

    public Task<JobOutcome> RunAsync(string step, JobContext context, CancellationToken ct) =>
        _steps.TryGetValue(step, out var work) ? work(context, ct) : Task.FromResult(JobOutcome.Done);

    public Task<JobWorld> StartAsync(FakeTimeProvider? time = null, Action<OstinatoBuilder>? configure = null) => JobTest.StartAsync(
        ostinato =>
        {
            Register(ostinato);
            configure?.Invoke(ostinato);
        },
        time,
        services => services.AddSingleton(this));

    public Task<JobExecution> PerformAsync(
        Step step, int attempt = 1, FakeTimeProvider? time = null, Action<OstinatoBuilder>? configure = null) =>
        JobTest.PerformAsync(
            step,
            ostinato =>
            {
                Register(ostinato);
                configure?.Invoke(ostinato);
            },
            attempt: attempt,
            time: time,
            services: services => services.AddSingleton(this));

    private static void Register(OstinatoBuilder ostinato) => ostinato
        .AddJob(new JobDefinition<Step>("step", Json<Step>())
        {
            Timeout = TimeSpan.FromMinutes(10),
            MaxAttempts = 3,
            Backoff = Backoff.Exponential(TimeSpan.FromMinutes(1), TimeSpan.FromHours(1), jitter: 0.5),
        })
        .AddJob(new JobDefinition<OtherStep>("other-step", Json<OtherStep>()) { Queue = "other" })
        .AddHandler(JobHandlerBinding.Of<Step, JobOutcome, StepHandler>())
        .AddHandler(JobHandlerBinding.Of<OtherStep, JobOutcome, StepHandler>());

    private static JsonTypeInfo<T> Json<T>() => (JsonTypeInfo<T>)JsonSerializerOptions.Default.GetTypeInfo(typeof(T));
}

public sealed record Step(string Name);

public sealed record OtherStep(string Name);

public sealed class StepHandler(Scripts scripts) : IJobHandler<Step, JobOutcome>, IJobHandler<OtherStep, JobOutcome>
{
    public Task<JobOutcome> HandleAsync(Step job, JobContext context, CancellationToken ct) => scripts.RunAsync(job.Name, context, ct);

    public Task<JobOutcome> HandleAsync(OtherStep job, JobContext context, CancellationToken ct) => scripts.RunAsync(job.Name, context, ct);
}
