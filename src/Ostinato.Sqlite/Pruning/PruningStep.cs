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
