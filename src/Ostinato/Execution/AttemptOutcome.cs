using System.Globalization;
using Ostinato.Storage;

namespace Ostinato.Execution;

/// <summary>What the end of an attempt means for the job. Pure: no clock, no store, and the random number is given.</summary>
internal static class AttemptOutcome
{
    /// <summary>The handler returned.</summary>
    /// <param name="context">The attempt.</param>
    /// <param name="outcome">What it returned.</param>
    /// <param name="left">How long it is until the deadline, where there is one.</param>
    public static (AttemptEnd End, AttemptDetail? Detail) Of(JobContext context, JobOutcome outcome, TimeSpan? left = null) =>
        outcome switch
        {
            JobOutcome.Completed { Result: { } result } => (AttemptEnd.Completed, new AttemptDetail { Result = result }),
            JobOutcome.Snoozed snoozed => (AttemptEnd.Snooze, new AttemptDetail { Due = new DueTime(null, snoozed.Wait) }),
            JobOutcome.Stopped { State: JobState.Cancelled } stopped => (AttemptEnd.Cancelled, Because(stopped.Reason)),
            JobOutcome.Stopped stopped => (AttemptEnd.Discarded, Because(stopped.Reason)),
            JobOutcome.Retried retried => Failed(
                context,
                new DueTime(retried.When, null),
                new AttemptError(context.Attempt, default, nameof(JobOutcome.RetryAt), ErrorText.CutMessage(retried.Reason), null),
                left),
            _ => (AttemptEnd.Completed, null),
        };

    /// <summary>The handler returned, and says that it is done in a transaction; what if that did not commit?</summary>
    public static (AttemptEnd End, AttemptDetail? Detail) OfUncommitted(
        JobContext context, JobOutcome outcome, double random, TimeSpan? left = null) =>
        outcome is JobOutcome.Completed
            ? Retry(context, new InvalidOperationException("The transaction in which the job was completed did not commit."), random, left)
            : Of(context, outcome, left);

    /// <summary>The handler threw.</summary>
    /// <param name="context">The attempt.</param>
    /// <param name="error">What it threw.</param>
    /// <param name="cancelReason">Why it was to be cancelled, where somebody asked for it.</param>
    /// <param name="random">From 0 to 1, for the jitter of the backoff.</param>
    /// <param name="left">How long it is until the deadline, where there is one.</param>
    public static (AttemptEnd End, AttemptDetail? Detail) Of(
        JobContext context, Exception error, string? cancelReason, double random, TimeSpan? left = null) =>
        (context.StopReason, error) switch
        {
            (_, JobDiscardedException) => (
                AttemptEnd.Discarded, Because(error.Message) with { Error = ErrorText.Of(context.Attempt, error) }),
            (_, JobCancelledException) => (AttemptEnd.Cancelled, Because(error.Message)),
            (StopReason.Cancelled, _) => (AttemptEnd.Cancelled, Because(cancelReason)),
            (StopReason.Shutdown, _) => (AttemptEnd.Return, null),
            (StopReason.Deadline, _) => (
                AttemptEnd.Discarded, Because(DeadlinePassed(context)) with { Error = ErrorText.Of(context.Attempt, error) }),
            (StopReason.Timeout, _) => Retry(context, TimedOut(context, error), random, left),
            _ => Retry(context, error, random, left),
        };

    /// <summary>The handler neither returned nor threw, long after its token was cancelled.</summary>
    public static (AttemptEnd End, AttemptDetail? Detail) OfAbandoned(
        JobContext context, string? cancelReason, double random, TimeSpan? left = null) =>
        context.StopReason switch
        {
            StopReason.Cancelled => (AttemptEnd.Cancelled, Because($"{cancelReason} (abandoned: the handler ignored its token)")),
            StopReason.Shutdown => (AttemptEnd.Return, null),
            StopReason.Deadline => (
                AttemptEnd.Discarded, Because($"{DeadlinePassed(context)} (abandoned: the handler ignored its token)")),
            _ => Retry(context, TimedOut(context, null), random, left),
        };

    private static (AttemptEnd End, AttemptDetail? Detail) Retry(JobContext context, Exception error, double random, TimeSpan? left)
    {
        var failure = new JobFailure(context.Name, context.Payload, context.Attempt, error);
        return Failed(
            context, new DueTime(null, WaitAfter(context.Backoff, failure, random)), ErrorText.Of(context.Attempt, error), left);
    }

    private static (AttemptEnd End, AttemptDetail? Detail) Failed(JobContext context, DueTime due, AttemptError error, TimeSpan? left)
    {
        var why = context.Attempt >= context.MaxAttempts ? $"out of attempts ({context.MaxAttempts})"
            : due.At >= context.Deadline || due.In >= left ? Say($"its deadline of {context.Deadline:u} comes before the next attempt")
            : null;
        return why is null
            ? (AttemptEnd.Retry, new AttemptDetail { Due = due, Error = error })
            : (AttemptEnd.Discarded, Because($"{why}: {error.Message}") with { Error = error });
    }

    private static string DeadlinePassed(JobContext context) => Say($"its deadline of {context.Deadline:u} passed while it ran");

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static AttemptDetail Because(string? reason) => new() { Reason = reason is null ? null : ErrorText.CutMessage(reason) };

    private static TimeSpan WaitAfter(Backoff backoff, JobFailure failure, double random)
    {
        try
        {
            return backoff.After(failure, random);
        }
        catch (Exception) when (backoff != Backoff.Default)
        {
            // The user's function failed while it was asked about a failure; the documented answer is the default.
            return Backoff.Default.After(failure, random);
        }
    }

    private static TimeoutException TimedOut(JobContext context, Exception? error) => new(
        $"The attempt ran longer than its timeout of {context.Timeout}{(error is null ? " and ignored its token; it was abandoned" : "")}.",
        error);
}
