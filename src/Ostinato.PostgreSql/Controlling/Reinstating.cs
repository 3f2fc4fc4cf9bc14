using Ostinato.Storage;

namespace Ostinato.PostgreSql;

/// <summary>Puts a cancelled job back to where it waited.</summary>
internal sealed class Reinstating(SqlFile sql, SqlFile places, Wakes wakes)
{
    public async Task<ReinstateResult?> ReinstateAsync(Link link, long id, DateTimeOffset? due)
    {
        await using var transaction = await link.BeginAsync(CancellationToken.None).ConfigureAwait(false);
        var (isThere, final) = await FindAsync(link, id).ConfigureAwait(false);
        if (final is not { State: JobState.Cancelled } job)
        {
            return isThere ? ReinstateResult.NotCancelled : ReinstateResult.NotFound;
        }

        if (!await UniqueKeys.TakeAsync(link, sql, id).ConfigureAwait(false))
        {
            return ReinstateResult.Conflict;
        }

        await using (var trip = link.Trip())
        {
            job.RemoveFrom(trip, sql);
            trip.Add(sql["remove_result"]).With(id);
            await trip.AddDue(places, [(job.Waiting, new DueTime(due, null))]).RunAsync().ConfigureAwait(false);
        }

        await transaction.CommitAsync().ConfigureAwait(false);
        wakes.Everything(wentBack: false);
        return ReinstateResult.Reinstated;
    }

    private async Task<(bool IsThere, FinalJob? Final)> FindAsync(Link link, long id)
    {
        await using var trip = link.Trip()
            .Add(sql["pin"])
            .Add(sql["exists"]).With(id)
            .Add(sql["lock_done"]).With(id);
        await using var reader = await trip.ReadAsync().ConfigureAwait(false);
        await reader.NextResultAsync().ConfigureAwait(false);
        var isThere = await reader.ReadAsync().ConfigureAwait(false);
        await reader.NextResultAsync().ConfigureAwait(false);
        return (isThere, await FinalJob.ReadAsync(reader, id).ConfigureAwait(false));
    }
}
