using Ostinato.Observing;
using Ostinato.Storage;

namespace Ostinato.Schedules;

/// <summary>Says which ticks run while the job of an earlier one has not ended.</summary>
internal sealed class EarlierJobs(IJobStore store, Finals finals)
{
    /// <summary>The ticks with a reason for each that does not run. What the schedule wants cancelled has been cancelled then.</summary>
    public async ValueTask<IReadOnlyList<PlannedTick>> DecideAsync(
        StoredSchedule schedule, Overlap overlap, IReadOnlyList<PlannedTick> ticks, CancellationToken ct)
    {
        if (overlap == Overlap.Allow || ticks.All(tick => tick.Reason is not null))
        {
            return ticks;
        }

        if (await UnfinishedAsync(schedule.LastJob, ct).ConfigureAwait(false) is not { } earlier)
        {
            return One(ticks, overlap);
        }

        if (overlap == Overlap.CancelPrevious)
        {
            var reason = $"the next tick of schedule '{schedule.Name}' has come";
            await finals.Over(store, EndCause.Schedule).CancelAsync(earlier.Id, reason, ct).ConfigureAwait(false);
            return One(ticks, overlap);
        }

        return overlap == Overlap.QueueOne && earlier.State == JobState.Executing
            ? One(ticks, overlap)
            : [.. ticks.Select(tick => Because(tick, InTheWay(earlier)))];
    }

    // Of several that come at once, the job of one has not ended when the next one's would be enqueued.
    private static List<PlannedTick> One(IReadOnlyList<PlannedTick> ticks, Overlap overlap)
    {
        List<PlannedTick> decided = [.. ticks];
        var isLast = overlap == Overlap.CancelPrevious;
        var runs = isLast ? decided.FindLastIndex(tick => tick.Reason is null) : decided.FindIndex(tick => tick.Reason is null);
        for (var index = 0; index < decided.Count; index++)
        {
            decided[index] = index == runs
                ? decided[index]
                : Because(decided[index], isLast ? "a later tick takes its place" : "the job of an earlier tick was only just enqueued");
        }

        return decided;
    }

    private static string InTheWay(JobInfo earlier) =>
        $"job {earlier.Id} of an earlier tick is {earlier.State.ToString().ToLowerInvariant()}";

    private static PlannedTick Because(PlannedTick tick, string reason) =>
        tick.Reason is null ? tick with { Reason = reason, IsSkipped = true } : tick;

    private async ValueTask<JobInfo?> UnfinishedAsync(JobId? last, CancellationToken ct) =>
        last is { } id && await store.Query.GetAsync(id, ct).ConfigureAwait(false) is { } job && !job.State.IsFinal() ? job : null;
}
