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
            ostinato.AddJobs();
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
                ostinato.AddJobs();
                configure?.Invoke(ostinato);
            },
            attempt: attempt,
            time: time,
            services: services => services.AddSingleton(this));
}

[Job("step", Timeout = "00:10:00", MaxAttempts = 3)]
[Retry(BackoffShape.Exponential, Initial = "00:01:00", Max = "01:00:00", Jitter = 0.5)]
public sealed record Step(string Name);

[Job("other-step", Queue = "other")]
public sealed record OtherStep(string Name);

[Job("long-step")]
public sealed record LongStep(string Name);

public sealed class StepHandler(Scripts scripts)
    : IJobHandler<Step, JobOutcome>, IJobHandler<OtherStep, JobOutcome>, IJobHandler<LongStep, JobOutcome>
{
    public Task<JobOutcome> HandleAsync(LongStep job, JobContext context, CancellationToken ct) => scripts.RunAsync(job.Name, context, ct);

    public Task<JobOutcome> HandleAsync(Step job, JobContext context, CancellationToken ct) => scripts.RunAsync(job.Name, context, ct);

    public Task<JobOutcome> HandleAsync(OtherStep job, JobContext context, CancellationToken ct) => scripts.RunAsync(job.Name, context, ct);
}
