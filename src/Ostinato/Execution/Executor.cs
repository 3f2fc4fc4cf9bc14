using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Ostinato.Breakers;
using Ostinato.Logs;
using Ostinato.Notes;
using Ostinato.Observing;
using Ostinato.Privacy;
using Ostinato.Statistics;
using Ostinato.Storage;
using Ostinato.Telemetry;

namespace Ostinato.Execution;

/// <summary>Runs one attempt: scope, trace, middleware, handler, clocks; and reports how it ended, once. Never throws.</summary>
internal sealed class Executor(
    JobPipelines pipelines, MemberVault vault, IServiceScopeFactory scopes, IJobCompleter completer, NoteWriter? notes, TimeProvider time,
    TimeSpan abandonAfter, Jitter jitter, AttemptTraces traces, Instruments instruments, StatisticsRecorder? statistics,
    Observers observers, ILogger logger, BreakerWatch? breakers = null)
{
    private static readonly TimeSpan ScopeRetry = TimeSpan.FromSeconds(15);

    private readonly UnknownNames _unknown = new(pipelines, logger);
    private readonly AttemptCompletion _completion = new(completer);
    private Action<Attempt>? _reportAbandoned;

    /// <summary>How large a stored result may be, in bytes.</summary>
    public Func<int> MaxResultBytes
    {
        get => _completion.MaxResultBytes;
        init => _completion.MaxResultBytes = value;
    }

    /// <summary>Keeps what is logged during attempts; null where there is nowhere to keep it.</summary>
    public LogCapture? Logs { get; init; }

    /// <summary>Runs an attempt.</summary>
    /// <param name="held">The job; its state is running.</param>
    /// <param name="report">Called once with the end of the attempt, possibly before the handler has ended.</param>
    public async ValueTask RunAsync(HeldJob held, Action<Acknowledgement> report)
    {
        try
        {
            await ReadAndRunAsync(held, report).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            // No scope could be made, or a listener of the application threw. The attempt itself never throws.
            ExecutionLog.ScopeFailed(logger, held.Job.Name, held.Job.Id, error);
            if (held.TryReport())
            {
                var end = Failed(held.Job, error);
                held.Pipeline?.Breaker?.Count(held, end);
                report(end);
            }
        }
    }

    private async ValueTask ReadAndRunAsync(HeldJob held, Action<Acknowledgement> report)
    {
        var job = held.Job;
        if (pipelines.Find(job) is not { } pipeline)
        {
            Report(held, report, Suspended(job, SuspensionReason.UnknownName, _unknown.ReasonFor(job)));
        }
        else if (!TryRead(held, report, pipeline.Definition, out var payload, out var headers))
        {
            // It was set aside.
        }
        else if ((headers.MaxAttempts ?? pipeline.Definition.MaxAttempts) is var most && job.Attempt > most)
        {
            held.Cause = job.Crashes > 0 ? EndCause.Death : EndCause.Attempt;
            Report(held, report, new(job, AttemptEnd.Discarded, TimeSpan.Zero, OutOfAttempts(job, most)));
        }
        else if (headers.Deadline?.MomentFor(job.EnqueuedAt) is { } deadline && deadline <= held.StoreNow(time))
        {
            held.Cause = EndCause.Deadline;
            Report(held, report, new(job, AttemptEnd.Discarded, TimeSpan.Zero, PastDeadline(deadline)));
        }
        else if (pipeline.Breaker is { IsClosed: false } breaker && breakers is not null
            && await breakers.HoldBackAsync(breaker, held).ConfigureAwait(false) is { } wait)
        {
            HoldBack(held, report, wait);
        }
        else
        {
            held.Pipeline = pipeline;

            // Disposed of with the attempt; this is for an attempt that never came to that.
            var scope = scopes.CreateAsyncScope();
            await using (scope.ConfigureAwait(false))
            {
                var context = Context(held, pipeline, payload, headers, scope.ServiceProvider);
                await RunAsync(held, pipeline, scope, context, headers, report).ConfigureAwait(false);
            }
        }
    }

    private async ValueTask RunAsync(
        HeldJob held, JobPipeline pipeline, AsyncServiceScope scope, JobContext context, JobHeaders headers, Action<Acknowledgement> report)
    {
        using var activity = Instruments.StartProcess(context, headers, traces);
        using var logScope = logger.BeginScope(new JobLogScope(context));
        if (observers.AreThere)
        {
            await observers.StartingAsync(context).ConfigureAwait(false);
        }

        using var attempt = new Attempt(held, context, time, abandonAfter, _reportAbandoned ??= ReportAbandoned, report);
        held.Attach(attempt);
        instruments.Started(held.Job);
        statistics?.Started(held.Job, held.WaitedUntil(attempt.StartedAt, time));
        var log = Logs?.Begin(context);
        Acknowledgement end;
        Exception? error = null;
        try
        {
            var outcome = ResultLimit.Require(
                context.Name,
                await InvokeAsync(pipeline, scope, context, attempt.Token).ConfigureAwait(false) ?? throw NoOutcome(context),
                MaxResultBytes());
            end = With(attempt, context.CompletedIn is null
                ? AttemptOutcome.Of(context, outcome, attempt.UntilDeadline)
                : AttemptOutcome.OfUncommitted(context, outcome, jitter.Next(), attempt.UntilDeadline));
        }
        catch (Exception thrown)
        {
            error = thrown;
            end = With(attempt, AttemptOutcome.Of(context, thrown, held.CancelReason, jitter.Next(), attempt.UntilDeadline));
        }

        log?.End();
        if (notes is not null && context.Notes is { } told)
        {
            await notes.EndAsync(told).ConfigureAwait(false);
        }

        instruments.Left(held.Job);
        if (observers.AreThere && !held.IsReported)
        {
            // Its clocks stop here: the attempt is over, whatever observers do.
            attempt.Dispose();
            await observers.FinishedAsync(context, Summary(end, error)).ConfigureAwait(false);
        }

        if (held.TryReport())
        {
            Report(held, context, report, end, error, activity);
        }
        else
        {
            ExecutionLog.EndedLate(logger, held.Job.Name, held.Job.Id, context.StopReason, end.Duration);
            Instruments.FinishedLate(activity);
        }
    }

    /// <summary>Runs the chain and disposes of its scope: a service that fails to commit there fails the attempt.</summary>
    private async ValueTask<JobOutcome?> InvokeAsync(
        JobPipeline pipeline, AsyncServiceScope scope, JobContext context, CancellationToken ct)
    {
        JobOutcome? outcome;
        try
        {
            outcome = await pipeline.Invoke(context, ct).ConfigureAwait(false);
        }
        catch
        {
            await DisposeAsync(scope, context).ConfigureAwait(false);
            throw;
        }

        await scope.DisposeAsync().ConfigureAwait(false);
        return outcome;
    }

    // The attempt has failed already; what it threw says more than what follows from it.
    private async ValueTask DisposeAsync(AsyncServiceScope scope, JobContext context)
    {
        try
        {
            await scope.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception error)
        {
            ExecutionLog.ScopeFailed(logger, context.Name, context.Id, error);
        }
    }

    private void ReportAbandoned(Attempt attempt)
    {
        var (held, context) = (attempt.Held, attempt.Context);
        var end = With(attempt, AttemptOutcome.OfAbandoned(context, held.CancelReason, jitter.Next(), attempt.UntilDeadline));
        ExecutionLog.Abandoned(logger, context.Name, context.Id, context.StopReason, abandonAfter);
        instruments.Abandoned(held.Job);
        if (held.TryReport())
        {
            Report(held, context, attempt.Report, end, error: null, activity: null);
            _ = observers.FinishedAsync(context, Summary(end, error: null)).AsTask();
        }
    }

    private void Report(
        HeldJob held, JobContext context, Action<Acknowledgement> report, Acknowledgement end, Exception? error, Activity? activity)
    {
        held.Cause = CauseOf(context, end.End);
        if (context.CompletedIn is null)
        {
            held.Pipeline?.Breaker?.Count(held, end);
            report(end);
            Tell(end, error, activity);
        }
        else
        {
            LeaveToTransaction(held, report, end, error, activity);
        }
    }

    // The transaction has the last word: where it has committed, the store ignores what is reported.
    private void LeaveToTransaction(
        HeldJob held, Action<Acknowledgement> report, Acknowledgement end, Exception? error, Activity? activity)
    {
        Instruments.LeftToTransaction(activity);
        var completed = end with { End = AttemptEnd.Completed, Detail = null };
        held.Decided = isCommitted => TellLater(held, isCommitted ? completed : end, isCommitted ? null : error);
        report(end);
    }

    private void Tell(Acknowledgement end, Exception? error, Activity? activity)
    {
        statistics?.Ended(end.Job, end.End, end.Duration);
        ExecutionLog.Ended(logger, end, error);
        instruments.Finished(end.Job, end, error, activity);
    }

    // Told by the dispatcher, which a listener of the application must not stop.
    private void TellLater(HeldJob held, Acknowledgement end, Exception? error)
    {
        held.Pipeline?.Breaker?.Count(held, end);
        try
        {
            Tell(end, error, activity: null);
        }
        catch (Exception thrown)
        {
            ExecutionLog.ScopeFailed(logger, end.Job.Name, end.Job.Id, thrown);
        }
    }

    private void Report(HeldJob held, Action<Acknowledgement> report, Acknowledgement end)
    {
        if (!held.TryReport())
        {
            return;
        }

        report(end);
        statistics?.Ended(end.Job, end.End, ran: null);
        if (end.End == AttemptEnd.Discarded)
        {
            ExecutionLog.Ended(logger, end, error: null);
        }
        else
        {
            _unknown.Tell(held.Job, end.End, end.Detail?.Reason ?? end.Detail?.Error?.Message);
        }

        instruments.Finished(held.Job, end, error: null, activity: null);
    }

    private static EndCause CauseOf(JobContext context, AttemptEnd end) => (context.StopReason, end) switch
    {
        (StopReason.Cancelled, AttemptEnd.Cancelled) => EndCause.Person,
        (StopReason.Deadline, AttemptEnd.Discarded) => EndCause.Deadline,
        _ => EndCause.Attempt,
    };

    private static AttemptSummary Summary(in Acknowledgement end, Exception? error) =>
        new(end.End, end.Duration, error, end.Detail?.Reason);

    private void HoldBack(HeldJob held, Action<Acknowledgement> report, TimeSpan wait)
    {
        if (held.TryReport())
        {
            var due = new DueTime(null, wait);
            report(new(held.Job, AttemptEnd.Snooze, TimeSpan.Zero, new AttemptDetail { Due = due }));
            BreakersLog.HeldBack(logger, held.Job.Name, held.Job.Id, wait);
            instruments.HeldBack(held.Job);
        }
    }

    private Acknowledgement With(Attempt attempt, (AttemptEnd End, AttemptDetail? Detail) decision)
    {
        var held = attempt.Held;
        var detail = decision.End == AttemptEnd.Retry && held.Pipeline?.Pace is { } pace
            ? decision.Detail! with { Due = Paced(pace, decision.Detail.Due, held) }
            : decision.Detail;
        return new(held.Job, decision.End, attempt.Elapsed, detail);
    }

    // Later where too many others come back in the same second; the handler's own time stays a time.
    private DueTime Paced(RetryPace pace, DueTime due, HeldJob held)
    {
        var wait = (due.At is { } at ? at - held.StoreNow(time) : due.In) ?? TimeSpan.Zero;
        var paced = pace.Place(wait, jitter.Next());
        return paced == wait ? due : due.At is null ? new DueTime(null, paced) : new DueTime(due.At + (paced - wait), null);
    }

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

    private static AttemptDetail OutOfAttempts(ClaimedJob job, int most) => new()
    {
        Reason = job.Crashes > 0
            ? $"out of attempts ({most}): the process that held it last died"
            : $"out of attempts ({most}): more were allowed when the last one failed",
    };

    private static AttemptDetail PastDeadline(DateTimeOffset deadline) => new()
    {
        Reason = string.Create(CultureInfo.InvariantCulture, $"its deadline of {deadline:u} had passed before it could start"),
    };

    private JobContext Context(HeldJob held, JobPipeline pipeline, object payload, JobHeaders headers, IServiceProvider services) =>
        new(held.Job.Id, pipeline.Definition, payload, headers, services)
        {
            Queue = held.Job.Queue,
            Priority = held.Job.Priority,
            Attempt = held.Job.Attempt,
            EnqueuedAt = held.Job.EnqueuedAt,
            AvailableAt = held.Job.AvailableAt,
            StoredVersion = held.Job.Version,
            StoredUnder = held.Job.Name,
            Vault = vault,
            Backoff = pipeline.Backoff,
            Completion = _completion,
            NoteWriter = notes,
            Held = held,
        };

    private bool TryRead(
        HeldJob held, Action<Acknowledgement> report, JobDefinition definition, out object payload, out JobHeaders headers)
    {
        var job = held.Job;
        using var patience = job.Version == definition.Version ? null : Patience(held, report);
        try
        {
            payload = vault.Read(definition, job.Name, job.Version, job.Payload);
            headers = JobHeadersJson.Read(job.Headers);
            return patience?.TryEnd() ?? true;
        }
        catch (Exception thrown)
        {
            // Whatever a constructor or converter of the payload throws, the stored job is kept for code that can read it.
            (payload, headers) = ("", JobHeaders.Empty);
            if (patience?.TryEnd() ?? true)
            {
                SetAside(held, report, $"payload cannot be read: {PrivateErrors.MessageOf(definition, thrown)}");
            }

            return false;
        }
    }

    // In a method of its own, so that jobs of the current version need no memory for what it refers to.
    private UpcastPatience Patience(HeldJob held, Action<Acknowledgement> report) => new(time, reason => GiveUp(held, report, reason));

    // Told by a timer, which a listener of the application must not stop.
    private void GiveUp(HeldJob held, Action<Acknowledgement> report, string reason)
    {
        try
        {
            SetAside(held, report, reason);
        }
        catch (Exception thrown)
        {
            ExecutionLog.ScopeFailed(logger, held.Job.Name, held.Job.Id, thrown);
        }
    }

    private void SetAside(HeldJob held, Action<Acknowledgement> report, string reason) =>
        Report(held, report, Suspended(held.Job, SuspensionReason.UnreadablePayload, reason));
}
