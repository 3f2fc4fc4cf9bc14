namespace Ostinato.Statistics;

/// <summary>What it takes to get done what waits. Pure.</summary>
internal static class Backlogs
{
    private const int MostSlots = 1_000_000;

    /// <param name="queues">With the counts of available and executing jobs.</param>
    /// <param name="processes">Who is registered.</param>
    /// <param name="recent">How attempts went.</param>
    /// <param name="within">In which time what waits is to be started.</param>
    public static IEnumerable<QueueBacklog> Of(
        IReadOnlyList<QueueInfo> queues, IReadOnlyList<ProcessInfo> processes, Recent recent, TimeSpan within)
    {
        var served = processes.SelectMany(process => process.Description.Queues.Keys);
        var known = queues.ToDictionary(queue => queue.Name, StringComparer.Ordinal);
        foreach (var name in known.Keys.Union(served, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var queue = known.GetValueOrDefault(name) ?? new QueueInfo { Name = name };
            var slots = queue.Servers.Count > 0
                ? queue.Servers.Sum(server => server.Effective)
                : processes.Sum(process => process.Description.Queues.GetValueOrDefault(name));
            var ended = recent.Steady.TryGetValue(name, out var steady) ? steady.AllEnds : 0;
            yield return Predict(Now(queue) with
            {
                Slots = slots,
                PerSecond = ended / Recent.Short.TotalSeconds,
                MeanDuration = recent.InAnHour.TryGetValue(name, out var hour) ? hour.MeanDuration : null,
            }, within);
        }
    }

    private static QueueBacklog Now(QueueInfo queue) => new()
    {
        Queue = queue.Name,
        IsPaused = queue.IsPaused,
        Waiting = queue.Counts.GetValueOrDefault(JobState.Available),
        Running = queue.Counts.GetValueOrDefault(JobState.Executing),
        OldestAge = queue.OldestAvailable,
    };

    private static QueueBacklog Predict(QueueBacklog backlog, TimeSpan within) => backlog.IsPaused
        ? backlog
        : backlog with { DrainTime = DrainTime(backlog), NeededSlots = NeededSlots(backlog, within) };

    private static TimeSpan? DrainTime(QueueBacklog backlog)
    {
        if (backlog.Waiting == 0)
        {
            return TimeSpan.Zero;
        }

        var pace = backlog.OldestAge >= Recent.Short && backlog.PerSecond > 0 ? backlog.PerSecond
            : backlog.MeanDuration is { } mean ? backlog.Slots / Math.Max(mean.TotalSeconds, 1e-6)
            : backlog.PerSecond;
        return backlog.Slots == 0 || pace <= 0
            ? null
            : TimeSpan.FromSeconds(Math.Min(backlog.Waiting / pace, TimeSpan.FromDays(3650).TotalSeconds));
    }

    // By Little's law: so many run at once as come in the time that one takes.
    private static int NeededSlots(QueueBacklog backlog, TimeSpan within)
    {
        var least = backlog.Waiting > 0 ? 1 : 0;
        if (backlog.MeanDuration is not { } mean)
        {
            return Math.Max(least, backlog.Waiting > 0 ? backlog.Slots : 0);
        }

        var pace = backlog.PerSecond + (backlog.Waiting / within.TotalSeconds);
        return Math.Max(least, (int)Math.Min(MostSlots, Math.Ceiling(mean.TotalSeconds * pace)));
    }
}
