using Ostinato.Storage;

namespace Ostinato.Operations;

/// <summary>What is done to each job that matches.</summary>
/// <param name="Name">In a word, for the log.</param>
/// <param name="Applies">In which states there is something to do.</param>
/// <param name="Usual">Those that are meant where the filter names none.</param>
/// <param name="ChangeAsync">Does it, and says whether that changed anything.</param>
internal sealed record BulkAction(
    string Name, JobStates Applies, JobStates Usual, Func<IJobControl, JobId, CancellationToken, ValueTask<bool>> ChangeAsync)
{
    private const JobStates Waiting = JobStates.Scheduled | JobStates.Available | JobStates.Retryable | JobStates.Suspended;

    /// <summary>Whether there is something to do for a job in such a state.</summary>
    public Func<JobInfo, bool> IsNeededBy { get; init; } = static _ => true;

    public static BulkAction Retry { get; } = new(
        "retry",
        JobStates.Any & ~(JobStates.Available | JobStates.Executing),
        JobStates.Discarded | JobStates.Retryable | JobStates.Suspended,
        static async (control, id, ct) => await control.RetryAsync(id, ct).ConfigureAwait(false) is RetryResult.Retried);

    public static BulkAction Delete { get; } = new(
        "delete",
        JobStates.Final | Waiting,
        JobStates.Final | Waiting,
        static async (control, id, ct) => await control.DeleteAsync(id, ct).ConfigureAwait(false) is DeleteResult.Deleted);

    public static BulkAction Move(string queue) => new(
        "move",
        Waiting,
        Waiting,
        async (control, id, ct) =>
            await control.UpdateAsync(id, new JobUpdate { Queue = queue }, ct).ConfigureAwait(false) is UpdateResult.Updated)
    {
        // What is there already would lose its turn.
        IsNeededBy = job => job.Queue != queue,
    };

    public static BulkAction Cancel(string reason) => new(
        "cancel",
        JobStates.Incomplete,
        JobStates.Incomplete,
        async (control, id, ct) =>
            await control.CancelAsync(id, reason, ct).ConfigureAwait(false) is CancelResult.Cancelled or CancelResult.Requested);
}
