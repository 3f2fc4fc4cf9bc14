namespace Ostinato.Storage;

/// <summary>Removes final jobs by age, with all that belongs to them, or their results alone.</summary>
public interface IJobPruner
{
    /// <summary>Removes jobs that ended in a state longer ago than an age, the oldest first.</summary>
    /// <param name="state">A final state.</param>
    /// <param name="olderThan">The age, counted from the end of the job.</param>
    /// <param name="limit">How many jobs at the most, give or take the size of one stored range; keeps the step short.</param>
    /// <param name="ct">Cancels before the store has begun.</param>
    /// <returns>How many were removed.</returns>
    ValueTask<int> PruneAsync(JobState state, TimeSpan olderThan, int limit, CancellationToken ct);

    /// <summary>Removes those of these jobs that are final and ended before a time. What runs again meanwhile, or did, stays.</summary>
    /// <param name="ids">The jobs, at most some hundred.</param>
    /// <param name="endedBefore">The time, by the store's clock.</param>
    /// <param name="ct">Stops between two jobs.</param>
    /// <returns>How many were removed.</returns>
    ValueTask<int> RemoveAsync(IReadOnlyList<JobId> ids, DateTimeOffset endedBefore, CancellationToken ct);

    /// <summary>Finds stored results of jobs that completed longer ago than an age, in the order in which the jobs ended.</summary>
    /// <param name="after">Where the last step ended; the default begins.</param>
    /// <param name="olderThan">The age, counted from the end of the job.</param>
    /// <param name="limit">
    /// How many jobs are looked at at the most, with or without a result, give or take the size of one stored range.
    /// </param>
    /// <param name="ct">Cancels.</param>
    ValueTask<AgedResults> ResultsAsync(ResultPosition after, TimeSpan olderThan, int limit, CancellationToken ct);

    /// <summary>
    /// Removes the results of those of these jobs that completed longer ago than an age. The jobs stay, and show that their results have
    /// expired (<see cref="JobInfo.IsResultExpired"/>). What runs again meanwhile, or did, keeps its result.
    /// </summary>
    /// <param name="ids">The jobs, at most some thousand.</param>
    /// <param name="olderThan">The age, counted from the end of the job.</param>
    /// <param name="ct">Cancels before the store has begun.</param>
    /// <returns>How many were removed.</returns>
    ValueTask<int> ExpireResultsAsync(IReadOnlyList<JobId> ids, TimeSpan olderThan, CancellationToken ct);
}

/// <summary>A place in the order in which jobs ended.</summary>
/// <param name="FinishedAt">When, by the store's clock.</param>
/// <param name="Low">Which of those that ended then, as the store tells them apart.</param>
public readonly record struct ResultPosition(DateTimeOffset FinishedAt, long Low);

/// <summary>A part of the results that have an age.</summary>
/// <param name="Jobs">The jobs whose results are stored, by the names under which they are stored (<see cref="StoredName"/>).</param>
/// <param name="Reached">Where the step ended.</param>
/// <param name="HasMore">Whether there may be more of this age.</param>
public sealed record AgedResults(IReadOnlyList<(JobId Id, string Name)> Jobs, ResultPosition Reached, bool HasMore);
