namespace Ostinato;

/// <summary>
/// What a person asks of breakers. What is set here is stored, and within a second counts in every process that has a breaker for the kind.
/// </summary>
public interface IBreakerOperations
{
    /// <summary>Every breaker that has ever counted a failure or been opened, by the name of its job.</summary>
    Task<IReadOnlyList<BreakerInfo>> ListAsync(CancellationToken ct = default);

    /// <summary>Holds the jobs of a kind back. Those that run go on.</summary>
    /// <param name="job">The wire name of the job.</param>
    /// <param name="openFor">
    /// After which time the first of them tries whether it works, 1 s to 365 days; null: until somebody closes it.
    /// </param>
    /// <param name="reason">Why, for people.</param>
    /// <param name="ct">Cancels before it has begun.</param>
    /// <exception cref="ArgumentException">The name is none of a job, or the time is out of its range.</exception>
    Task OpenAsync(string job, TimeSpan? openFor = null, string? reason = null, CancellationToken ct = default);

    /// <summary>Lets the jobs of a kind run. Those that were put back come when their time has come.</summary>
    /// <param name="job">The wire name of the job.</param>
    /// <param name="ct">Cancels before it has begun.</param>
    /// <returns>Whether it was not closed.</returns>
    Task<bool> CloseAsync(string job, CancellationToken ct = default);
}

/// <summary>What is known of the breaker of one kind of job.</summary>
public sealed record BreakerInfo
{
    /// <summary>The wire name of the job.</summary>
    public required string Job { get; init; }

    /// <summary>What it does with jobs now.</summary>
    public BreakerState State { get; init; }

    /// <summary>When it was opened; null where it is closed.</summary>
    public DateTimeOffset? OpenedAt { get; init; }

    /// <summary>When the first job may try whether it works; null where it is closed, or open until somebody closes it.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>How often in a row it was opened.</summary>
    public int Openings { get; init; }

    /// <summary>The last error of a job, or what the person said who opened it.</summary>
    public string? Reason { get; init; }

    /// <summary>How many attempts failed lately, while it is closed.</summary>
    public int RecentFailures { get; init; }

    /// <summary>How many jobs try whether it works.</summary>
    public int Probes { get; init; }
}
