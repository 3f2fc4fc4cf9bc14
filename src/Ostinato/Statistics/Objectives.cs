using System.Globalization;

namespace Ostinato.Statistics;

/// <summary>How objectives are met. Pure.</summary>
internal static class Objectives
{
    private const double UsualMaximum = 14.4;

    /// <param name="objectives">What is promised.</param>
    /// <param name="queues">With the counts of available jobs.</param>
    /// <param name="recent">How attempts went.</param>
    public static IEnumerable<ObjectiveStatus> Of(
        IEnumerable<KeyValuePair<string, QueueObjective>> objectives, IReadOnlyList<QueueInfo> queues, Recent recent)
    {
        foreach (var (queue, objective) in objectives.OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            var late = LateNow(queues.FirstOrDefault(one => one.Name == queue), objective.StartWithin);
            yield return new ObjectiveStatus
            {
                Queue = queue,
                StartWithin = objective.StartWithin,
                Percent = objective.Percent,
                BurnRate = Rate(recent.InFiveMinutes.GetValueOrDefault(queue), objective, late),
                BurnRateInAnHour = Rate(recent.InAnHour.GetValueOrDefault(queue), objective, late),
                MaxBurnRate = objective.MaxBurnRate ?? Math.Min(UsualMaximum, 0.5 / Allowance(objective)),
            };
        }
    }

    public static Finding Find(ObjectiveStatus status) => new(
        "objective-burning",
        FindingSeverity.Warning,
        Say($"Queue '{status.Queue}' is to start {status.Percent} % of its jobs within {status.StartWithin}. Late are ")
            + Say($"{status.BurnRate:0.#} times as many as may be in the last five minutes, ")
            + Say($"and {status.BurnRateInAnHour:0.#} times in the last hour."),
        "IJobAdmin.BacklogAsync says how many slots it takes. Raise the concurrency or start processes; look first whether handlers have "
        + "become slower.");

    // Of those that wait, how many have waited too long? Between the oldest and now they are taken to have come evenly.
    private static long LateNow(QueueInfo? queue, TimeSpan within) =>
        queue is { IsPaused: false, OldestAvailable: { } oldest } && oldest > within
            ? Math.Max(1, (long)(queue.Counts.GetValueOrDefault(JobState.Available) * (1 - (within / oldest))))
            : 0;

    private static double Rate(Series? series, QueueObjective objective, long lateNow)
    {
        var started = series?.Waits.Count ?? 0;
        var late = started - (series?.Waits.CountUpTo(objective.StartWithin) ?? 0) + lateNow;
        return late == 0 ? 0 : (double)late / (started + lateNow) / Allowance(objective);
    }

    private static double Allowance(QueueObjective objective) => 1 - (objective.Percent / 100);

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
