using System.Runtime.CompilerServices;
using Ostinato.Storage;

namespace Ostinato.Operations;

/// <summary>
/// Follows a job to its end: looks when this process has changed it, and at growing intervals of at most a quarter of a second, because
/// another one may have.
/// </summary>
internal sealed class JobWatch(IJobQuery query, JobNews news, TimeProvider time)
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(250);

    public async IAsyncEnumerable<JobInfo> FollowAsync(JobId id, [EnumeratorCancellation] CancellationToken ct)
    {
        using var follower = news.Follow(id);
        (JobState, int, DateTimeOffset?, JobProgress?)? last = null;
        for (var pause = ShortestPause; await query.GetAsync(id, ct).ConfigureAwait(false) is { } job; pause = Longer(pause))
        {
            var seen = (job.State, job.Attempt, job.DueAt, job.Progress);
            if (last != seen)
            {
                (last, pause) = (seen, ShortestPause);
                yield return job;
            }

            if (job.State.IsFinal())
            {
                yield break;
            }

            await follower.WaitAsync(pause, time, ct).ConfigureAwait(false);
        }
    }

    private static TimeSpan Longer(TimeSpan pause) => pause * 2 < LongestPause ? pause * 2 : LongestPause;
}
