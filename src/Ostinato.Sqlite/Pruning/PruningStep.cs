using Ostinato.Storage;

namespace Ostinato.Sqlite;

/// <summary>Removes jobs that ended long ago, the oldest first.</summary>
internal sealed class PruningStep(Session session)
{
    private readonly PlannerStatistics _statistics = new(session.Database);

    public int Run(JobState state, TimeSpan olderThan, int limit)
    {
        var latest = session.Now() - Microseconds.Of(olderThan);
        var count = 0;
        foreach (var (low, length) in session.Places.Done.TakeAged(state, latest, limit))
        {
            session.Bodies.Remove(low, length);
            count += length;
        }

        // This comes round every minute, which is what statistics need.
        _statistics.Remove();
        return count;
    }

    /// <summary>Finds results of jobs that completed long ago.</summary>
    public AgedResults Results(ResultPosition after, TimeSpan olderThan, int limit)
    {
        var latest = session.Now() - Microseconds.Of(olderThan);
        var aged = session.Places.Done.AgedAfter(
            JobState.Completed, Microseconds.Of(after.FinishedAt), after.Low, latest, limit);
        var found = new List<(JobId Id, string Name)>();
        foreach (var (low, count, _) in aged)
        {
            session.Bodies.FindResults(low, count, found);
        }

        return new AgedResults(
            found,
            aged is [.., var last] ? new ResultPosition(Microseconds.Time(last.FinishedAt), last.Low) : after,
            aged.Sum(range => range.Count) >= limit);
    }

    /// <summary>Removes the results of those of some jobs that completed long ago.</summary>
    public int ExpireResults(IReadOnlyList<JobId> ids, TimeSpan olderThan)
    {
        var latest = session.Now() - Microseconds.Of(olderThan);
        return ids.Count(id => id.TryGetNumber(out var number)
            && session.Places.Done.Containing(number) is { State: JobState.Completed } done && done.FinishedAt <= latest
            && session.Bodies.ExpireResult(number));
    }

    /// <summary>Removes those of some jobs that ended before a time.</summary>
    public int Remove(IReadOnlyList<JobId> ids, DateTimeOffset endedBefore)
    {
        var (count, before) = (0, Microseconds.Ceiling(endedBefore));
        foreach (var id in ids)
        {
            if (id.TryGetNumber(out var number) && session.Places.Done.Containing(number) is { } done && done.FinishedAt < before)
            {
                session.Places.Done.Remove(done, number);
                session.Bodies.Remove(number, 1);
                count++;
            }
        }

        return count;
    }
}
