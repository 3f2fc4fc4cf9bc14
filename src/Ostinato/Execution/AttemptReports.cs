using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Ostinato.Breakers;
using Ostinato.Statistics;
using Ostinato.Storage;
using Ostinato.Telemetry;

namespace Ostinato.Execution;

/// <summary>Reports how attempts ended, and tells the log, the instruments, the statistics and the breakers of it.</summary>
internal sealed class AttemptReports(Instruments instruments, StatisticsRecorder? statistics, UnknownNames unknown, ILogger logger)
{
    /// <summary>An attempt has ended. It must be known that nobody has reported it.</summary>
    public void Ended(
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

    /// <summary>A job was set aside or discarded before its attempt began.</summary>
    public void NotStarted(HeldJob held, Action<Acknowledgement> report, Acknowledgement end)
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
            unknown.Tell(held.Job, end.End, end.Detail?.Reason ?? end.Detail?.Error?.Message);
        }

        instruments.Finished(held.Job, end, error: null, activity: null);
    }

    /// <summary>A job waits because its kind fails everywhere.</summary>
    public void HeldBack(HeldJob held, Action<Acknowledgement> report, TimeSpan wait)
    {
        if (held.TryReport())
        {
            var due = new DueTime(null, wait);
            report(new(held.Job, AttemptEnd.Snooze, TimeSpan.Zero, new AttemptDetail { Due = due }));
            BreakersLog.HeldBack(logger, held.Job.Name, held.Job.Id, wait);
            instruments.HeldBack(held.Job);
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

    private static EndCause CauseOf(JobContext context, AttemptEnd end) => (context.StopReason, end) switch
    {
        (StopReason.Cancelled, AttemptEnd.Cancelled) => EndCause.Person,
        (StopReason.Deadline, AttemptEnd.Discarded) => EndCause.Deadline,
        _ => EndCause.Attempt,
    };
}
