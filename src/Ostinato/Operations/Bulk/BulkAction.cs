using Ostinato.Storage;

namespace Ostinato.Operations;

/// <summary>What is done to each job that matches.</summary>
/// <param name="Name">In a word, for the log.</param>
/// <param name="Applies">In which states there is something to do.</param>
/// <param name="Usual">Those that are meant where the filter names none.</param>
/// <param name="ChangeAsync">Does it, and says whether that changed anything.</param>
internal sealed record BulkAction(
    string Name, JobStates Applies, JobStates Usual, Func<IJobControl, JobInfo, CancellationToken, ValueTask<bool>> ChangeAsync)
{
    private const JobStates Waiting = JobStates.Scheduled | JobStates.Available | JobStates.Retryable | JobStates.Suspended;

    /// <summary>Whether there is something to do for a job in such a state.</summary>
    public Func<JobInfo, bool> IsNeededBy { get; init; } = static _ => true;

    public static BulkAction Retry { get; } = new(
        "retry",
        JobStates.Any & ~(JobStates.Available | JobStates.Executing),
        JobStates.Discarded | JobStates.Retryable | JobStates.Suspended,
        static async (control, job, ct) => await control.RetryAsync(job.Id, ct).ConfigureAwait(false) is RetryResult.Retried);

    public static BulkAction Delete { get; } = new(
        "delete",
        JobStates.Final | Waiting,
        JobStates.Final | Waiting,
        static async (control, job, ct) => await control.DeleteAsync(job.Id, ct).ConfigureAwait(false) is DeleteResult.Deleted);

    public static BulkAction Move(string queue) => new(
        "move",
        Waiting,
        Waiting,
        async (control, job, ct) =>
            await control.UpdateAsync(job.Id, new JobUpdate { Queue = queue }, ct).ConfigureAwait(false) is UpdateResult.Updated)
    {
        // What is there already would lose its turn.
        IsNeededBy = job => job.Queue != queue,
    };

    /// <param name="reason">Why.</param>
    /// <param name="cancelled">Remembers those that waited.</param>
    public static BulkAction Cancel(string reason, CancelledJobs? cancelled = null) => new(
        "cancel",
        JobStates.Incomplete,
        JobStates.Incomplete,
        async (control, job, ct) =>
        {
            var result = await control.CancelAsync(job.Id, reason, ct).ConfigureAwait(false);
            if (result == CancelResult.Cancelled)
            {
                cancelled?.Add(job);
            }

            return result is CancelResult.Cancelled or CancelResult.Requested;
        });
}
