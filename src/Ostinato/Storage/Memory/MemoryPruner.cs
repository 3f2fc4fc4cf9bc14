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
}
