using Ostinato.Storage;

namespace Ostinato.PostgreSql;

internal sealed class PostgreSqlPruner(Links links, SqlFile sql, Parts parts, Deleting deleting, OldResults results) : IJobPruner
{
    // Beyond it lies the beginning of the calendar.
    private static readonly TimeSpan LongestAge = TimeSpan.FromDays(365_000);

    public async ValueTask<int> PruneAsync(JobState state, TimeSpan olderThan, int limit, CancellationToken ct)
    {
        if (!state.IsFinal())
        {
            throw new ArgumentOutOfRangeException(nameof(state), state, "Only completed, cancelled and discarded jobs are pruned.");
        }

        var age = Bounded(olderThan);
        return state == JobState.Completed
            ? await PruneCompletedAsync(age, limit, ct).ConfigureAwait(false)
            : await PruneAsync(state, age, limit, [], ct).ConfigureAwait(false);
    }

    public async ValueTask<int> RemoveAsync(IReadOnlyList<JobId> ids, DateTimeOffset endedBefore, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(ids);
        var before = Instants.Ceiling(endedBefore);
        var count = 0;
        foreach (var id in ids)
        {
            ct.ThrowIfCancellationRequested();
            if (id.TryGetNumber(out var number)
                && await links.RunAsync(link => deleting.DeleteOldAsync(link, number, before), ct).ConfigureAwait(false))
            {
                count++;
            }
        }

        return count;
    }

    public ValueTask<AgedResults> ResultsAsync(ResultPosition after, TimeSpan olderThan, int limit, CancellationToken ct) =>
        results.FindAsync(after, Bounded(olderThan), limit, ct);

    public ValueTask<int> ExpireResultsAsync(IReadOnlyList<JobId> ids, TimeSpan olderThan, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return results.ExpireAsync(ids, Bounded(olderThan), ct);
    }

    private static TimeSpan Bounded(TimeSpan age) => age < LongestAge ? age : LongestAge;

    private async ValueTask<int> PruneCompletedAsync(TimeSpan age, int limit, CancellationToken ct)
    {
        var count = await parts.StepAsync(age, ct).ConfigureAwait(false);
        return count + await PruneAsync(JobState.Completed, age, limit, parts.Closed, ct).ConfigureAwait(false);
    }

    private async ValueTask<int> PruneAsync(JobState state, TimeSpan age, int limit, IReadOnlyList<Part> whole, CancellationToken ct) =>
        await links.RunAsync(link => IsAnyOldAsync(link, state, age), ct).ConfigureAwait(false)
            ? await links.RunAsync(link => PruneAsync(link, state, age, limit, whole), ct).ConfigureAwait(false)
            : 0;

    private async Task<bool> IsAnyOldAsync(Link link, JobState state, TimeSpan olderThan)
    {
        await using var trip = link.Trip().Add(sql["is_any_old"]).With((int)state).With(olderThan);
        return await trip.ScalarAsync<bool>().ConfigureAwait(false);
    }

    private async Task<int> PruneAsync(Link link, JobState state, TimeSpan olderThan, int limit, IReadOnlyList<Part> whole)
    {
        await using var trip = link.Trip()
            .Add(sql["pin"])
            .Add(sql["prune"]).With((short)state).With(olderThan).With(limit)
            .With([.. whole.Select(part => part.Low)]).With([.. whole.Select(part => part.High)]);
        return await trip.PinnedCountAsync().ConfigureAwait(false);
    }
}
