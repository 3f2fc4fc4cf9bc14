using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Ostinato.Execution;
using Ostinato.Observing;
using Ostinato.Privacy;
using Ostinato.Storage;
using Ostinato.Telemetry;

namespace Ostinato.Testing;

/// <summary>One attempt at one job, by the real executor and with no store.</summary>
internal static class Performance
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(1);

    /// <param name="make">The job as a store keeps it.</param>
    /// <param name="attempt">Which attempt this is.</param>
    /// <param name="configure">What the application passes to <c>AddOstinato</c>.</param>
    /// <param name="time">The clock.</param>
    /// <param name="services">What the handler needs.</param>
    /// <param name="ct">Gives up waiting for the handler.</param>
    public static async Task<JobExecution> RunAsync(
        Func<IServiceProvider, NewJob> make, int attempt, Action<OstinatoBuilder> configure, FakeTimeProvider time,
        Action<IServiceCollection>? services, CancellationToken ct)
    {
        var host = WorldHost.Build(configure, time, services);
        await using (((IAsyncDisposable)host).ConfigureAwait(false))
        {
            var held = new HeldJob(Claim(make(host.Services), attempt, time.GetUtcNow()));
            held.TryStart();
            var end = await RunAsync(host.Services, held, time, ct).ConfigureAwait(false);
            return host.Services.GetRequiredService<ExecutionHistory>().Read(end);
        }
    }

    private static async Task<Acknowledgement> RunAsync(
        IServiceProvider services, HeldJob held, FakeTimeProvider time, CancellationToken ct)
    {
        var executor = new Executor(new ExecutorParts
        {
            Pipelines = services.GetRequiredService<JobPipelines>(),
            Vault = services.GetRequiredService<MemberVault>(),
            Scopes = services.GetRequiredService<IServiceScopeFactory>(),
            Completer = new RefusingCompleter("none"),
            Time = time,
            Jitter = services.GetRequiredService<Jitter>(),
            Instruments = services.GetRequiredService<Instruments>(),
            Observers = services.GetRequiredService<Observers>(),
            Logger = services.GetRequiredService<Loggers>().Create("Ostinato.Jobs"),
            AbandonAfter = services.GetRequiredService<IOptions<WorkerOptions>>().Value.AbandonAfter,
        });
        var work = new WorkInHand();
        var stillness = new Stillness(work, services.GetRequiredService<RunningAttempts>());
        var ended = new TaskCompletionSource<Acknowledgement>(TaskCreationOptions.RunContinuationsAsynchronously);
        work.Begin();
        var run = Task.Run(
            async () =>
            {
                await executor.RunAsync(held, end => ended.TrySetResult(end)).ConfigureAwait(false);
                work.End();
            },
            ct);
        while (!ended.Task.IsCompleted)
        {
            await stillness.WaitAsync(ct).ConfigureAwait(false);
            await StepAsync(ended.Task, time, ct).ConfigureAwait(false);
        }

        // The scope is still to be disposed of; a handler that ignores its token may never come so far.
        await Task.WhenAny(run, Task.Delay(stillness.Patience, TimeProvider.System, ct)).ConfigureAwait(false);
        return await ended.Task.ConfigureAwait(false);
    }

    private static async Task StepAsync(Task ended, FakeTimeProvider time, CancellationToken ct)
    {
        if (!ended.IsCompleted && time.NextTimer is { } next)
        {
            time.Advance(next);
        }
        else
        {
            await Task.WhenAny(ended, Task.Delay(Glance, TimeProvider.System, ct)).ConfigureAwait(false);
            ct.ThrowIfCancellationRequested();
        }
    }

    private static ClaimedJob Claim(NewJob job, int attempt, DateTimeOffset now) => new()
    {
        Id = new JobId(1),
        Name = job.Name,
        Queue = job.Queue,
        Priority = job.Priority,
        Attempt = attempt,
        Payload = job.Payload,
        Headers = job.Headers,
        EnqueuedAt = now,
        AvailableAt = now,
        ClaimedAt = now,
    };
}
