using System.Globalization;
using Microsoft.Extensions.Logging;
using Ostinato.Breakers;
using Ostinato.Privacy;
using Ostinato.Storage;

namespace Ostinato.Execution;

/// <summary>A job that may start, and what that takes.</summary>
internal readonly record struct Admitted(JobPipeline Pipeline, object Payload, JobHeaders Headers);

/// <summary>Decides whether the attempt of a claimed job begins; reports why where it does not.</summary>
internal sealed class Admission(
    JobPipelines pipelines, MemberVault vault, BreakerWatch? breakers, UnknownNames unknown, AttemptReports reports, TimeProvider time,
    ILogger logger)
{
    /// <returns>Null where the attempt does not begin; that has been reported then.</returns>
    public async ValueTask<Admitted?> AdmitAsync(HeldJob held, Action<Acknowledgement> report)
    {
        var job = held.Job;
        if (pipelines.Find(job) is not { } pipeline)
        {
            reports.NotStarted(held, report, Suspended(job, SuspensionReason.UnknownName, unknown.ReasonFor(job)));
            return null;
        }

        if (!TryRead(held, report, pipeline.Definition, out var payload, out var headers))
        {
            return null;
        }

        if ((headers.MaxAttempts ?? pipeline.Definition.MaxAttempts) is var most && job.Attempt > most)
        {
            held.Cause = job.Crashes > 0 ? EndCause.Death : EndCause.Attempt;
            reports.NotStarted(held, report, new(job, AttemptEnd.Discarded, TimeSpan.Zero, OutOfAttempts(job, most)));
            return null;
        }

        if (headers.Deadline?.MomentFor(job.EnqueuedAt) is { } deadline && deadline <= held.StoreNow(time))
        {
            held.Cause = EndCause.Deadline;
            reports.NotStarted(held, report, new(job, AttemptEnd.Discarded, TimeSpan.Zero, PastDeadline(deadline)));
            return null;
        }

        if (pipeline.Breaker is { IsClosed: false } breaker && breakers is not null
            && await breakers.HoldBackAsync(breaker, held).ConfigureAwait(false) is { } wait)
        {
            reports.HeldBack(held, report, wait);
            return null;
        }

        return new Admitted(pipeline, payload, headers);
    }

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
        reports.NotStarted(held, report, Suspended(held.Job, SuspensionReason.UnreadablePayload, reason));

    private static Acknowledgement Suspended(ClaimedJob job, SuspensionReason reason, string text) =>
        new(job, AttemptEnd.Suspend, TimeSpan.Zero, new AttemptDetail { Suspension = reason, Reason = text });

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
}
