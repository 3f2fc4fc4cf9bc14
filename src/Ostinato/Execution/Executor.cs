using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Ostinato.Storage;
using Ostinato.Telemetry;

namespace Ostinato.Execution;

/// <summary>Runs one attempt: scope, trace, middleware, handler, clocks; and reports how it ended, once. Never throws.</summary>
internal sealed class Executor(
    JobPipelines pipelines, IServiceScopeFactory scopes, TimeProvider time, TimeSpan abandonAfter, Jitter jitter,
    Instruments instruments, ILogger logger)
{
    private static readonly TimeSpan ScopeRetry = TimeSpan.FromSeconds(15);

    /// <summary>Runs an attempt.</summary>
    /// <param name="held">The job; its state is running.</param>
    /// <param name="report">Called once with the end of the attempt, possibly before the handler has ended.</param>
    public async ValueTask RunAsync(HeldJob held, Action<Acknowledgement> report)
    {
        try
        {
            await RunInScopeAsync(held, report).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            // A service threw when it was disposed of, or a listener of the application threw. The attempt itself never throws.
            ExecutionLog.ScopeFailed(logger, held.Job.Name, held.Job.Id, error);
            Report(held, report, Failed(held.Job, error));
        }
    }

    private async ValueTask RunInScopeAsync(HeldJob held, Action<Acknowledgement> report)
    {
        var job = held.Job;
        if (pipelines.Find(job.Name) is not { } pipeline)
        {
            Report(held, report, Suspended(job, SuspensionReason.UnknownName, $"process has no handler for '{job.Name}'"));
            return;
        }

        if (!TryRead(pipeline.Definition, job, out var payload, out var headers, out var error))
        {
            Report(held, report, Suspended(job, SuspensionReason.UnreadablePayload, error));
            return;
        }

        var scope = scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            var context = Context(job, pipeline, payload, headers, scope.ServiceProvider);
            if (context.Attempt > context.MaxAttempts)
            {
                Report(held, report, new(job, AttemptEnd.Discarded, TimeSpan.Zero, OutOfAttempts(context)));
                return;
            }

            await RunAsync(held, pipeline, context, headers, report).ConfigureAwait(false);
        }
    }

    private async ValueTask RunAsync(
        HeldJob held, JobPipeline pipeline, JobContext context, JobHeaders headers, Action<Acknowledgement> report)
    {
        using var activity = Instruments.StartProcess(context, headers);
        using var logScope = logger.BeginScope(new JobLogScope(context));
        using var attempt = new Attempt(held, context, time, abandonAfter, abandoned => ReportAbandoned(abandoned, report));
        held.Attach(attempt);
        instruments.Started(held.Job);
        Acknowledgement end;
        Exception? error = null;
        try
        {
            var outcome = await pipeline.Invoke(context, attempt.Token).ConfigureAwait(false) ?? throw NoOutcome(context);
            end = With(attempt, AttemptOutcome.Of(context, outcome));
        }
        catch (Exception thrown)
        {
            error = thrown;
            end = With(attempt, AttemptOutcome.Of(context, thrown, held.CancelReason, jitter.Next()));
        }

        if (held.TryReport())
        {
            report(end);
            ExecutionLog.Ended(logger, end, error);
        }
        else
        {
            ExecutionLog.EndedLate(logger, held.Job.Name, held.Job.Id, context.StopReason, end.Duration);
        }

        instruments.Finished(held.Job, end, error, activity);
    }

    private void ReportAbandoned(Attempt attempt, Action<Acknowledgement> report)
    {
        if (!attempt.Held.TryReport())
        {
            return;
        }

        var context = attempt.Context;
        report(With(attempt, AttemptOutcome.OfAbandoned(context, attempt.Held.CancelReason, jitter.Next())));
        ExecutionLog.Abandoned(logger, context.Name, context.Id, context.StopReason, abandonAfter);
        instruments.Abandoned(attempt.Held.Job);
    }

    private void Report(HeldJob held, Action<Acknowledgement> report, Acknowledgement end)
    {
        if (held.TryReport())
        {
            report(end);
            ExecutionLog.NotRun(logger, held.Job.Name, held.Job.Id, end.End, end.Detail?.Reason ?? end.Detail?.Error?.Message);
        }
    }

    private static Acknowledgement With(Attempt attempt, (AttemptEnd End, AttemptDetail? Detail) decision) =>
        new(attempt.Held.Job, decision.End, attempt.Elapsed, decision.Detail);

    private static Acknowledgement Suspended(ClaimedJob job, SuspensionReason reason, string text) =>
        new(job, AttemptEnd.Suspend, TimeSpan.Zero, new AttemptDetail { Suspension = reason, Reason = text });

    private static Acknowledgement Failed(ClaimedJob job, Exception error) =>
        new(job, AttemptEnd.Retry, TimeSpan.Zero, new AttemptDetail
        {
            Due = new DueTime(null, ScopeRetry),
            Error = ErrorText.Of(job.Attempt, error),
        });

    private static InvalidOperationException NoOutcome(JobContext context) =>
        new($"The handler or a middleware of '{context.Name}' returned null in place of an outcome.");

    private static AttemptDetail OutOfAttempts(JobContext context) => new()
    {
        Reason = $"out of attempts ({context.MaxAttempts}): the last one broke off, as it does when its process dies",
    };

    private static JobContext Context(
        ClaimedJob job, JobPipeline pipeline, object payload, JobHeaders headers, IServiceProvider services) =>
        new(job.Id, pipeline.Definition, payload, headers, services)
        {
            Queue = job.Queue,
            Priority = job.Priority,
            Attempt = job.Attempt,
            EnqueuedAt = job.EnqueuedAt,
            AvailableAt = job.AvailableAt,
            Backoff = pipeline.Backoff,
        };

    private static bool TryRead(JobDefinition definition, ClaimedJob job, out object payload, out JobHeaders headers, out string error)
    {
        try
        {
            payload = definition.Deserialize(job.Payload.Span);
            headers = JobHeadersJson.Read(job.Headers);
            error = "";
            return true;
        }
        catch (Exception thrown)
        {
            // Whatever a constructor or converter of the payload throws, the stored job is kept for code that can read it.
            (payload, headers, error) = ("", JobHeaders.Empty, $"payload cannot be read: {ErrorText.MessageOf(thrown)}");
            return false;
        }
    }
}
