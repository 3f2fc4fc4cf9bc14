namespace Ostinato;

/// <summary>How an attempt ended, for handlers that have more to say than success or failure.</summary>
public abstract record JobOutcome
{
    private protected JobOutcome()
    {
    }

    /// <summary>The job is completed.</summary>
    public static JobOutcome Done { get; } = new Completed();

    /// <summary>Runs the job again after a while, without spending an attempt.</summary>
    /// <param name="wait">How long; zero means at once.</param>
    /// <exception cref="ArgumentOutOfRangeException">The wait is negative.</exception>
    public static JobOutcome Snooze(TimeSpan wait)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(wait, TimeSpan.Zero);
        return new Snoozed(wait);
    }

    /// <summary>Ends the job as cancelled.</summary>
    public static JobOutcome Cancel(string reason) => new Stopped(JobState.Cancelled, reason);

    /// <summary>Ends the job as discarded, whatever attempts remain.</summary>
    public static JobOutcome Discard(string reason) => new Stopped(JobState.Discarded, reason);

    /// <summary>Fails this attempt and names the time of the next one. Out of attempts, the job is discarded.</summary>
    public static JobOutcome RetryAt(DateTimeOffset when, string reason) => new Retried(when, reason);

    internal sealed record Completed(ReadOnlyMemory<byte>? Result = null) : JobOutcome;

    internal sealed record Snoozed(TimeSpan Wait) : JobOutcome;

    internal sealed record Stopped(JobState State, string Reason) : JobOutcome;

    internal sealed record Retried(DateTimeOffset When, string Reason) : JobOutcome;
}
