namespace Ostinato.Breakers;

/// <summary>What the fleet knows of the breaker of one kind. What follows from it is said by <see cref="BreakerRule"/>.</summary>
internal sealed record Breaker
{
    public static Breaker Healthy { get; } = new();

    public BreakerState State { get; init; }

    /// <summary>While closed: what failed lately, the oldest first.</summary>
    public IReadOnlyList<FailureCount> Failures { get; init; } = [];

    /// <summary>While closed and something failed lately: when something last succeeded.</summary>
    public DateTimeOffset? SucceededAt { get; init; }

    public DateTimeOffset? OpenedAt { get; init; }

    /// <summary>When the first probe may run; null for one that a person opened until further notice.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>How often it was opened without having closed in between.</summary>
    public int Openings { get; init; }

    public IReadOnlyList<Probe> Probes { get; init; } = [];

    /// <summary>The error that opened it, or what the person said who opened it.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether nothing may run yet, not even a probe.</summary>
    public bool IsHeldAt(DateTimeOffset now) => State == BreakerState.Open && !(Until <= now);
}

/// <summary>So many attempts that failed at about a time.</summary>
/// <param name="At">When the first of them was told.</param>
/// <param name="Count">How many.</param>
internal readonly record struct FailureCount(DateTimeOffset At, int Count);

/// <summary>A job that runs to find out whether its kind works again.</summary>
/// <param name="Job">The job.</param>
/// <param name="Until">Until when its place is kept, should its process die. The process moves it while the job runs.</param>
internal readonly record struct Probe(string Job, DateTimeOffset Until);

/// <summary>What one process saw of a kind since it last told.</summary>
/// <param name="Failures">How many attempts failed.</param>
/// <param name="LastFailure">What the last one said.</param>
/// <param name="SucceededAt">When an attempt last succeeded, by the store's clock; it is told again and again.</param>
/// <param name="Ended">Probes that ended.</param>
/// <param name="Running">Probes that run.</param>
internal sealed record BreakerReport(
    int Failures, string? LastFailure, DateTimeOffset? SucceededAt, IReadOnlyList<EndedProbe> Ended, IReadOnlyList<string> Running)
{
    public static BreakerReport Nothing { get; } = new(0, null, null, [], []);
}

/// <summary>How a probe ended.</summary>
internal readonly record struct EndedProbe(string Job, BreakerVerdict Verdict, string? Error);
