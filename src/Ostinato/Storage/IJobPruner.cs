namespace Ostinato.Storage;

/// <summary>Removes final jobs by age, with all that belongs to them.</summary>
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
}
