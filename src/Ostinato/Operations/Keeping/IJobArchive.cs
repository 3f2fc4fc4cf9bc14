namespace Ostinato;

/// <summary>Sees final jobs before they are removed by age, to keep them elsewhere.</summary>
/// <remarks>
/// It must be registered in every worker of a store: one without it removes jobs unseen. A job may come more than once, where a process
/// ends between the archive and the removal, and from several processes at the same time.
/// </remarks>
public interface IJobArchive
{
    /// <summary>
    /// Takes jobs that are about to be removed, with their errors and results. They stay in the store when this throws, or has not ended
    /// within <see cref="RetentionOptions.ArchiveTimeout"/>; they come again after a minute, then two, four and so on, at most an hour.
    /// </summary>
    /// <param name="jobs">At most 500, all in one final state.</param>
    /// <param name="ct">Cancelled at the end of the timeout, and when the process stops.</param>
    Task ArchiveAsync(IReadOnlyList<JobInfo> jobs, CancellationToken ct);
}
