using System.Runtime.CompilerServices;
using Ostinato.Storage;

namespace Ostinato.Operations;

/// <summary>Follows a job to its end, looking at growing intervals of at most a quarter of a second.</summary>
internal sealed class JobWatch(IJobQuery query, TimeProvider time)
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(250);

    public async IAsyncEnumerable<JobInfo> FollowAsync(JobId id, [EnumeratorCancellation] CancellationToken ct)
    {
        (JobState, int, DateTimeOffset?)? last = null;
        for (var pause = ShortestPause; await query.GetAsync(id, ct).ConfigureAwait(false) is { } job; pause = Longer(pause))
        {
            if (last != (job.State, job.Attempt, job.DueAt))
            {
                (last, pause) = ((job.State, job.Attempt, job.DueAt), ShortestPause);
                yield return job;
            }

            if (job.State.IsFinal())
            {
                yield break;
            }

            await Task.Delay(pause, time, ct).ConfigureAwait(false);
        }
    }

    private static TimeSpan Longer(TimeSpan pause) => pause * 2 < LongestPause ? pause * 2 : LongestPause;
}
