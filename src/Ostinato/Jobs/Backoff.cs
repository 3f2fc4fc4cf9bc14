namespace Ostinato;

/// <summary>How long a failed job waits before its next attempt.</summary>
/// <remarks>A pure function of the attempt, the error and a random number, so that it can be tested and tabulated.</remarks>
public sealed class Backoff
{
    /// <summary>15 s + 2^attempt s, at most a day, with full jitter: at random from nothing to twice as long.</summary>
    /// <remarks>
    /// On average: 17 s, 19 s, 23 s, 31 s, 47 s, 79 s, 143 s, 4.5 min, 8.8 min, 17 min, 34 min, 69 min, 2.3 h, 4.6 h, 9.1 h, 18.2 h,
    /// then 24 h.
    /// </remarks>
    public static Backoff Default { get; } = new(
        failure => 15 + Math.Pow(2, failure.Attempt), TimeSpan.FromDays(1), FullJitter);

    // What failed together comes back over as long a time as can be, and on average after the wait.
    private const double FullJitter = 1;

    // In seconds, because a TimeSpan overflows long before the maximum is applied.
    private readonly Func<JobFailure, double> _wait;
    private readonly TimeSpan _max;
    private readonly double _jitter;

    private Backoff(Func<JobFailure, double> wait, TimeSpan max, double jitter)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfNegative(jitter);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(jitter, 1);
        (_wait, _max, _jitter) = (wait, max, jitter);
    }

    /// <summary>
    /// Initial · 2^(attempt − 1), at most <paramref name="max"/>, spread by ± <paramref name="jitter"/> (0 to 1, full jitter).
    /// </summary>
    public static Backoff Exponential(TimeSpan initial, TimeSpan max, double jitter = FullJitter) =>
        new(failure => initial.TotalSeconds * Math.Pow(2, failure.Attempt - 1), max, jitter);

    /// <summary>
    /// Initial · attempt, at most <paramref name="max"/>, spread by ± <paramref name="jitter"/> (0 to 1, full jitter).
    /// </summary>
    public static Backoff Linear(TimeSpan initial, TimeSpan max, double jitter = FullJitter) =>
        new(failure => initial.TotalSeconds * failure.Attempt, max, jitter);

    /// <summary>Always the same wait, spread by ± <paramref name="jitter"/> (0 to 1).</summary>
    public static Backoff Constant(TimeSpan wait, double jitter = 0) => new(_ => wait.TotalSeconds, TimeSpan.MaxValue, jitter);

    /// <summary>A function of the job and its error, such as five minutes for a 429.</summary>
    /// <remarks>A negative answer counts as zero. A function that throws counts as <see cref="Default"/>.</remarks>
    public static Backoff From(Func<JobFailure, TimeSpan> wait)
    {
        ArgumentNullException.ThrowIfNull(wait);
        return new Backoff(failure => wait(failure).TotalSeconds, TimeSpan.MaxValue, 0);
    }

    /// <summary>The wait after a failure.</summary>
    /// <param name="failure">The job and its error.</param>
    /// <param name="random">A number from 0 (inclusive) to 1 that places the wait within its jitter.</param>
    public TimeSpan After(JobFailure failure, double random)
    {
        ArgumentNullException.ThrowIfNull(failure);
        var seconds = Math.Min(_wait(failure), _max.TotalSeconds);
        var spread = 1 + (_jitter * ((2 * random) - 1));
        return TimeSpan.FromSeconds(Math.Clamp(seconds * spread, 0, TimeSpan.FromDays(3650).TotalSeconds));
    }

    internal static Backoff Of(RetryAttribute retry, TimeSpan initial, TimeSpan max) => retry.Shape switch
    {
        BackoffShape.Linear => Linear(initial, max, retry.Jitter),
        BackoffShape.Constant => Constant(initial, retry.Jitter),
        _ => Exponential(initial, max, retry.Jitter),
    };
}

/// <summary>A failed attempt, as a backoff function sees it.</summary>
/// <param name="Name">The wire name.</param>
/// <param name="Payload">The payload.</param>
/// <param name="Attempt">Which attempt failed, from 1.</param>
/// <param name="Error">What the handler threw.</param>
public sealed record JobFailure(string Name, object Payload, int Attempt, Exception Error);
