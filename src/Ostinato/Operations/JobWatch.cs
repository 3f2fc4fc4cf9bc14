using System.Runtime.CompilerServices;
using Ostinato.Logs;
using Ostinato.Storage;

namespace Ostinato.Operations;

/// <summary>
/// Follows a job to its end: looks when somebody tells that it has changed, and at growing intervals, because nobody may have been told.
/// </summary>
/// <remarks>
/// What ends within a few milliseconds is seen by looking. Then the other processes are asked to tell, and where they are heard the looks
/// become seldom: a process that joined since does not know who asks.
/// </remarks>
internal sealed class JobWatch(IJobQuery query, JobNews news, LogFollower? log = null)
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan AsksAfter = TimeSpan.FromMilliseconds(8);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestWhileTold = TimeSpan.FromSeconds(1);

    public async IAsyncEnumerable<JobInfo> FollowAsync(JobId id, [EnumeratorCancellation] CancellationToken ct)
    {
        using var follower = news.Follow(id);
        (JobState, int, DateTimeOffset?, JobProgress?)? last = null;
        for (var pause = ShortestPause; await query.GetAsync(id, ct).ConfigureAwait(false) is { } job; pause = Longer(pause))
        {
            var seen = (job.State, job.Attempt, job.DueAt, job.Progress);
            var lines = log is null ? [] : await log.ReadAsync(job, ct).ConfigureAwait(false);
            if (last != seen || lines.Count > 0)
            {
                (last, pause) = (seen, ShortestPause);
                yield return lines.Count > 0 ? job with { NewLines = lines } : job;
            }

            if (job.State.IsFinal())
            {
                yield break;
            }

            if (pause >= AsksAfter)
            {
                follower.AskOthers();
            }

            await follower.WaitAsync(pause, ct).ConfigureAwait(false);
        }
    }

    private TimeSpan Longer(TimeSpan pause)
    {
        var longest = news.OthersAreHeard ? LongestWhileTold : LongestPause;
        return pause * 2 < longest ? pause * 2 : longest;
    }
}
