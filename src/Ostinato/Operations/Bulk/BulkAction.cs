using Ostinato.Storage;

namespace Ostinato.Operations;

/// <summary>What is done to the jobs that match.</summary>
/// <param name="Name">In a word, for the log.</param>
/// <param name="Applies">In which states there is something to do.</param>
/// <param name="Usual">Those that are meant where the filter names none.</param>
/// <param name="ChangeAsync">Does it to some, and returns those that it changed.</param>
internal sealed record BulkAction(
    string Name, JobStates Applies, JobStates Usual,
    Func<IJobControl, IReadOnlyList<JobInfo>, CancellationToken, ValueTask<IReadOnlyList<JobInfo>>> ChangeAsync)
{
    private const JobStates Waiting = JobStates.Scheduled | JobStates.Available | JobStates.Retryable | JobStates.Suspended;

    /// <summary>Whether there is something to do for a job in such a state.</summary>
    public Func<JobInfo, bool> IsNeededBy { get; init; } = static _ => true;

    public static BulkAction Retry { get; } = new(
        "retry",
        JobStates.Any & ~(JobStates.Available | JobStates.Executing),
        JobStates.Discarded | JobStates.Retryable | JobStates.Suspended,
        static async (control, jobs, ct) =>
            Those(jobs, await control.RetryAsync(Ids(jobs), ct).ConfigureAwait(false), RetryResult.Retried));

    public static BulkAction Delete { get; } = new(
        "delete",
        JobStates.Final | Waiting,
        JobStates.Final | Waiting,
        static async (control, jobs, ct) =>
            Those(jobs, await control.DeleteAsync(Ids(jobs), ct).ConfigureAwait(false), DeleteResult.Deleted));

    public static BulkAction Move(string queue) => new(
        "move",
        Waiting,
        Waiting,
        async (control, jobs, ct) =>
            Those(jobs, await control.MoveAsync(Ids(jobs), queue, ct).ConfigureAwait(false), UpdateResult.Updated))
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
        async (control, jobs, ct) =>
        {
            var results = await control.CancelAsync(Ids(jobs), reason, ct).ConfigureAwait(false);
            foreach (var job in Those(jobs, results, CancelResult.Cancelled))
            {
                cancelled?.Add(job);
            }

            return Those(jobs, results, CancelResult.Cancelled, CancelResult.Requested);
        });

    private static List<JobId> Ids(IReadOnlyList<JobInfo> jobs) => [.. jobs.Select(job => job.Id)];

    private static List<JobInfo> Those<T>(IReadOnlyList<JobInfo> jobs, IReadOnlyList<T> results, params ReadOnlySpan<T> wanted)
    {
        var those = new List<JobInfo>(jobs.Count);
        for (var index = 0; index < jobs.Count; index++)
        {
            if (wanted.Contains(results[index], EqualityComparer<T>.Default))
            {
                those.Add(jobs[index]);
            }
        }

        return those;
    }
}
