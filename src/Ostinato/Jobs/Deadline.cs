namespace Ostinato;

/// <summary>Until when a job is worth doing, by the store's clock.</summary>
/// <param name="At">The moment itself or, where there is a span, the earliest moment from which it counts.</param>
/// <param name="Within">How long after it was stored, and after <paramref name="At"/>.</param>
/// <param name="StopsAttempt">Whether an attempt that runs is stopped by it.</param>
internal sealed record Deadline(DateTimeOffset? At, TimeSpan? Within, bool StopsAttempt)
{
    public static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);
    public static readonly TimeSpan Longest = TimeSpan.FromDays(3_650);

    public static bool IsSpan(TimeSpan span) => span >= Shortest && span <= Longest;

    /// <summary>The moment for a job that was stored at a time.</summary>
    public DateTimeOffset MomentFor(DateTimeOffset enqueuedAt) =>
        Within is not { } span ? At!.Value
        : (At > enqueuedAt ? At.Value : enqueuedAt) + span;

    /// <summary>What a call and a definition say of the deadline of a job; null where there is none.</summary>
    /// <exception cref="ArgumentException">It has passed, or would pass before the job may run, or there are two.</exception>
    public static Deadline? Of(JobDefinition definition, EnqueueOptions options, DateTimeOffset now)
    {
        var stops = options.StopAtDeadline ?? definition.StopAtDeadline;
        if (options.Deadline is { } at)
        {
            RequireAhead(definition, options, at, now);
            return new Deadline(at, null, stops);
        }

        if ((options.DeadlineIn ?? definition.Deadline) is not { } span)
        {
            return null;
        }

        return IsSpan(span)
            ? new Deadline(options.RunAt, span + (options.Delay > TimeSpan.Zero ? options.Delay.Value : TimeSpan.Zero), stops)
            : throw new ArgumentOutOfRangeException(
                nameof(options), span, $"The deadline of job '{definition.Name}' must be in {Shortest} to {Longest}.");
    }

    private static void RequireAhead(JobDefinition definition, EnqueueOptions options, DateTimeOffset at, DateTimeOffset now)
    {
        var starts = options.RunAt > now ? options.RunAt.Value : now + (options.Delay ?? TimeSpan.Zero);
        var what = options.DeadlineIn is not null ? "has both Deadline and DeadlineIn. Give one."
            : at <= now ? $"has a deadline that has passed: {at:u}. It is {now:u}. Nothing was stored."
            : at <= starts ? $"may start at {starts:u}, after its deadline of {at:u}. Nothing was stored."
            : null;
        if (what is not null)
        {
            throw new ArgumentException($"Job '{definition.Name}' {what}", nameof(options));
        }
    }
}
