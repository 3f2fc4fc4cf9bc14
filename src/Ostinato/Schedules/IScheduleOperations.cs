namespace Ostinato;

/// <summary>What a person asks of schedules. What is set here is stored, counts in every process, and outlives restarts.</summary>
public interface IScheduleOperations
{
    /// <summary>Every schedule, by name.</summary>
    Task<IReadOnlyList<ScheduleInfo>> ListAsync(CancellationToken ct = default);

    /// <summary>One schedule; null where there is none of that name.</summary>
    Task<ScheduleInfo?> GetAsync(string name, CancellationToken ct = default);

    /// <summary>What became of the latest ticks, the latest first.</summary>
    /// <param name="name">The schedule.</param>
    /// <param name="limit">How many, 1 to 1,000: that many are kept.</param>
    /// <param name="ct">Cancels.</param>
    Task<IReadOnlyList<TickInfo>> TicksAsync(string name, int limit = 50, CancellationToken ct = default);

    /// <summary>When a schedule fires next, as if it were not paused.</summary>
    /// <param name="name">The schedule.</param>
    /// <param name="count">How many times, 1 to 1,000.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="KeyNotFoundException">There is no such schedule.</exception>
    Task<IReadOnlyList<DateTimeOffset>> PreviewAsync(string name, int count = 10, CancellationToken ct = default);

    /// <summary>Creates a schedule, or changes what one says. From then on code of that name does not change it any more.</summary>
    /// <param name="name">Its name, in the alphabet of wire names.</param>
    /// <param name="definition">What it says.</param>
    /// <param name="ct">Cancels before it has begun.</param>
    /// <returns>Whether it is new.</returns>
    /// <exception cref="ArgumentException">
    /// The name or the definition does not make sense, or no process that runs has code for its job; the message says why.
    /// </exception>
    Task<bool> SetAsync(string name, ScheduleDefinition definition, CancellationToken ct = default);

    /// <summary>Stops a schedule from firing. Ticks in the meantime are not missed: there are none.</summary>
    /// <returns>Whether there is one of that name.</returns>
    Task<bool> PauseAsync(string name, string? reason = null, CancellationToken ct = default);

    /// <summary>Lets a schedule fire again, from its next tick on.</summary>
    /// <returns>Whether there is one of that name.</returns>
    Task<bool> ResumeAsync(string name, CancellationToken ct = default);

    /// <summary>Enqueues the job of a schedule now, whether or not it is paused, as a tick of its own.</summary>
    /// <returns>The job.</returns>
    /// <exception cref="KeyNotFoundException">There is no such schedule.</exception>
    Task<JobId> RunNowAsync(string name, CancellationToken ct = default);

    /// <summary>Enqueues the jobs of all ticks of a span of the past that have not been written yet.</summary>
    /// <param name="name">The schedule.</param>
    /// <param name="from">The first moment.</param>
    /// <param name="until">The last moment, no later than now.</param>
    /// <param name="ct">Cancels before it has begun.</param>
    /// <returns>The ticks of the span as they are now.</returns>
    /// <exception cref="KeyNotFoundException">There is no such schedule.</exception>
    /// <exception cref="ArgumentException">The span lies in the future, or has more than 1,000 ticks.</exception>
    Task<IReadOnlyList<TickInfo>> BackfillAsync(string name, DateTimeOffset from, DateTimeOffset until, CancellationToken ct = default);

    /// <summary>Removes a schedule. Code that names it stores it again at the next start.</summary>
    /// <returns>Whether there was one.</returns>
    Task<bool> DeleteAsync(string name, CancellationToken ct = default);
}

/// <summary>What is known of a schedule.</summary>
public sealed record ScheduleInfo
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What it says.</summary>
    public required ScheduleDefinition Definition { get; init; }

    /// <summary>When it fires, in an English sentence.</summary>
    public required string Description { get; init; }

    /// <summary>Who said it.</summary>
    public ScheduleOrigin Origin { get; init; }

    /// <summary>When it fires next; null where it is paused or has come to its end.</summary>
    public DateTimeOffset? NextAt { get; init; }

    /// <summary>When it was paused; null where it is not.</summary>
    public DateTimeOffset? PausedAt { get; init; }

    /// <summary>Who paused it.</summary>
    public string? PausedBy { get; init; }

    /// <summary>Why it was paused.</summary>
    public string? PauseReason { get; init; }

    /// <summary>The job of the latest tick that ran.</summary>
    public JobId? LastJob { get; init; }
}

/// <summary>One tick of a schedule.</summary>
/// <param name="At">When it was to be.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Reason">Why nothing was enqueued.</param>
/// <param name="Job">What was enqueued; it may have been removed since.</param>
public sealed record TickInfo(DateTimeOffset At, TickOutcome Outcome, string? Reason, JobId? Job);
