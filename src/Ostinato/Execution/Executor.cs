using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Ostinato.Breakers;
using Ostinato.Notes;
using Ostinato.Observing;
using Ostinato.Storage;
using Ostinato.Telemetry;

namespace Ostinato.Execution;

/// <summary>Runs one attempt: scope, trace, middleware, handler, clocks; and reports how it ended, once. Never throws.</summary>
internal sealed class Executor
{
    private static readonly TimeSpan ScopeRetry = TimeSpan.FromSeconds(15);

    private readonly ExecutorParts _parts;
    private readonly Admission _admission;
    private readonly AttemptReports _reports;
    private readonly AttemptCompletion _completion;
    private readonly Observers _observers;
    private readonly Instruments _instruments;
    private readonly TimeProvider _time;
    private readonly Jitter _jitter;
    private readonly ILogger _logger;
    private readonly Action<Attempt> _reportAbandoned;

    public Executor(ExecutorParts parts)
    {
        _parts = parts;
        (_observers, _instruments, _time, _jitter, _logger) =
            (parts.Observers, parts.Instruments, parts.Time, parts.Jitter, parts.Logger);
        var unknown = new UnknownNames(parts.Pipelines, _logger);
        _reports = new AttemptReports(_instruments, parts.Statistics, unknown, _logger);
        _admission = new Admission(parts.Pipelines, parts.Vault, parts.Breakers, unknown, _reports, _time, _logger);
        _completion = new AttemptCompletion(parts.Completer) { MaxResultBytes = parts.MaxResultBytes };
        _reportAbandoned = ReportAbandoned;
    }

    /// <summary>Runs an attempt.</summary>
    /// <param name="held">The job; its state is running.</param>
    /// <param name="report">Called once with the end of the attempt, possibly before the handler has ended.</param>
    public async ValueTask RunAsync(HeldJob held, Action<Acknowledgement> report)
    {
        try
        {
            await AdmitAndRunAsync(held, report).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            // No scope could be made, or a listener of the application threw. The attempt itself never throws.
            ExecutionLog.ScopeFailed(_logger, held.Job.Name, held.Job.Id, error);
            if (held.TryReport())
            {
                var end = Failed(held.Job, error);
                held.Pipeline?.Breaker?.Count(held, end);
                report(end);
            }
        }
    }

    private async ValueTask AdmitAndRunAsync(HeldJob held, Action<Acknowledgement> report)
    {
        if (await _admission.AdmitAsync(held, report).ConfigureAwait(false) is not { } admitted)
        {
            return;
        }

        held.Pipeline = admitted.Pipeline;

        // Disposed of with the attempt; this is for an attempt that never came to that.
        var scope = _parts.Scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            var context = Context(held, admitted, scope.ServiceProvider);
            await RunAsync(held, scope, context, admitted.Headers, report).ConfigureAwait(false);
        }
    }

    private async ValueTask RunAsync(
        HeldJob held, AsyncServiceScope scope, JobContext context, JobHeaders headers, Action<Acknowledgement> report)
    {
        using var activity = Instruments.StartProcess(context, headers, _parts.Traces);
        using var logScope = _logger.BeginScope(new JobLogScope(context));
        if (_observers.HearOfAttempts)
        {
            await _observers.StartingAsync(context).ConfigureAwait(false);
        }

        using var attempt = new Attempt(held, context, _time, _parts.AbandonAfter, _reportAbandoned, report);
        held.Attach(attempt);
        _instruments.Started(held.Job);
        _parts.Statistics?.Started(held.Job, held.WaitedUntil(attempt.StartedAt, _time));
        var log = _parts.Logs?.Begin(context);
        Acknowledgement end;
        Exception? error = null;
        try
        {
            var outcome = ResultLimit.Require(
                context.Name,
                await InvokeAsync(held.Pipeline!, scope, context, attempt.Token).ConfigureAwait(false) ?? throw NoOutcome(context),
                _parts.MaxResultBytes());
            end = With(attempt, context.CompletedIn is null
                ? AttemptOutcome.Of(context, outcome, attempt.UntilDeadline)
                : AttemptOutcome.OfUncommitted(context, outcome, _jitter.Next(), attempt.UntilDeadline));
        }
        catch (Exception thrown)
        {
            error = thrown;
            end = With(attempt, AttemptOutcome.Of(context, thrown, held.CancelReason, _jitter.Next(), attempt.UntilDeadline));
        }

        log?.End();
        if (_parts.Notes is { } notes && context.Notes is { } told)
        {
            end = await WithLastNotesAsync(end, context, notes, told).ConfigureAwait(false);
        }

        _instruments.Left(held.Job);
        if (_observers.HearOfAttempts && !held.IsReported)
        {
            // Its clocks stop here: the attempt is over, whatever observers do.
            attempt.Dispose();
            await _observers.FinishedAsync(context, Summary(end, error)).ConfigureAwait(false);
        }

        if (held.TryReport())
        {
            _reports.Ended(held, context, report, end, error, activity);
        }
        else
        {
            ExecutionLog.EndedLate(_logger, held.Job.Name, held.Job.Id, context.StopReason, end.Duration);
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
            ExecutionLog.ScopeFailed(_logger, context.Name, context.Id, error);
        }
    }

    // Where a transaction completes the job nothing is reported that could take them along.
    private static async ValueTask<Acknowledgement> WithLastNotesAsync(
        Acknowledgement end, JobContext context, NoteWriter notes, AttemptNotes told)
    {
        if (context.CompletedIn is not null)
        {
            await notes.EndAsync(told).ConfigureAwait(false);
            return end;
        }

        return With(end, await notes.TakeLastAsync(told).ConfigureAwait(false));
    }

    private static Acknowledgement With(in Acknowledgement end, IReadOnlyList<JobNote> last) =>
        last.Count == 0 ? end : end with { Detail = (end.Detail ?? new AttemptDetail()) with { Notes = last } };

    private void ReportAbandoned(Attempt attempt)
    {
        var (held, context) = (attempt.Held, attempt.Context);
        var end = With(attempt, AttemptOutcome.OfAbandoned(context, held.CancelReason, _jitter.Next(), attempt.UntilDeadline));
        ExecutionLog.Abandoned(_logger, context.Name, context.Id, context.StopReason, _parts.AbandonAfter);
        _instruments.Abandoned(held.Job);
        if (held.TryReport())
        {
            end = With(end, context.Notes?.TryTakeLast() ?? []);
            _reports.Ended(held, context, attempt.Report, end, error: null, activity: null);
            _ = _observers.FinishedAsync(context, Summary(end, error: null)).AsTask();
        }
    }

    private static AttemptSummary Summary(in Acknowledgement end, Exception? error) =>
        new(end.End, end.Duration, error, end.Detail?.Reason);

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
        var wait = (due.At is { } at ? at - held.StoreNow(_time) : due.In) ?? TimeSpan.Zero;
        var paced = pace.Place(wait, _jitter.Next());
        return paced == wait ? due : due.At is null ? new DueTime(null, paced) : new DueTime(due.At + (paced - wait), null);
    }

    private static Acknowledgement Failed(ClaimedJob job, Exception error) =>
        new(job, AttemptEnd.Retry, TimeSpan.Zero, new AttemptDetail
        {
            Due = new DueTime(null, ScopeRetry),
            Error = ErrorText.Of(job.Attempt, error),
        });

    private static InvalidOperationException NoOutcome(JobContext context) =>
        new($"The handler or a middleware of '{context.Name}' returned null in place of an outcome.");

    private JobContext Context(HeldJob held, in Admitted admitted, IServiceProvider services) =>
        new(held.Job.Id, admitted.Pipeline.Definition, admitted.Payload, admitted.Headers, services)
        {
            Queue = held.Job.Queue,
            Priority = held.Job.Priority,
            Attempt = held.Job.Attempt,
            EnqueuedAt = held.Job.EnqueuedAt,
            AvailableAt = held.Job.AvailableAt,
            StoredVersion = held.Job.Version,
            StoredUnder = held.Job.Name,
            Vault = _parts.Vault,
            Backoff = admitted.Pipeline.Backoff,
            Completion = _completion,
            NoteWriter = _parts.Notes,
            Held = held,
        };
}
