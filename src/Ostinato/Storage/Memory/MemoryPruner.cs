namespace Ostinato.Storage;

internal sealed class MemoryPruner(MemoryState state) : IJobPruner
{
    public ValueTask<int> PruneAsync(JobState final, TimeSpan olderThan, int limit, CancellationToken ct)
    {
        if (!final.IsFinal())
        {
            throw new ArgumentOutOfRangeException(nameof(final), final, "Only completed, cancelled and discarded jobs are pruned.");
        }

        using var turn = state.Begin(ct);
        var list = state.Places.FinalOf(final);
        var count = 0;
        while (count < limit && list.Head is { } job && turn.Now - job.FinishedAt >= olderThan)
        {
            state.Places.Remove(job);
            count++;
        }

        return new(count);
    }

    public ValueTask<int> RemoveAsync(IReadOnlyList<JobId> ids, DateTimeOffset endedBefore, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(ids);
        using var turn = state.Begin(ct);
        var jobs = ids.Select(state.Jobs.Find).OfType<MemoryJob>();
        var old = jobs.Where(job => job.State.IsFinal() && job.FinishedAt < endedBefore).ToList();
        old.ForEach(state.Places.Remove);
        return new(old.Count);
    }

    public ValueTask<AgedResults> ResultsAsync(ResultPosition after, TimeSpan olderThan, int limit, CancellationToken ct)
    {
        using var turn = state.Begin(ct);
        var now = turn.Now;
        var aged = state.Places.FinalOf(JobState.Completed).Jobs()
            .TakeWhile(job => IsAged(job, olderThan, now))
            .Where(job => job.FinishedAt > after.FinishedAt || (job.FinishedAt == after.FinishedAt && job.Id > after.Low))
            .OrderBy(job => job.FinishedAt).ThenBy(job => job.Id).Take(limit).ToList();
        return new(new AgedResults(
            [.. aged.Where(job => job.Result is { Length: > 0 }).Select(job => (new JobId(job.Id), job.Name))],
            aged is [.., var last] ? new ResultPosition(last.FinishedAt, last.Id) : after,
            aged.Count == limit));
    }

    public ValueTask<int> ExpireResultsAsync(IReadOnlyList<JobId> ids, TimeSpan olderThan, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(ids);
        using var turn = state.Begin(ct);
        var count = 0;
        foreach (var job in ids.Select(state.Jobs.Find).OfType<MemoryJob>())
        {
            if (job is { State: JobState.Completed, Result.Length: > 0 } && IsAged(job, olderThan, turn.Now))
            {
                job.Result = [];
                count++;
            }
        }

        return new(count);
    }

    private static bool IsAged(MemoryJob job, TimeSpan age, DateTimeOffset now) => now - job.FinishedAt >= age;
}
