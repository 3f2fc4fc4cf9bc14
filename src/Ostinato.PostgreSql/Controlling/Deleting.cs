using Ostinato.Storage;

namespace Ostinato.PostgreSql;

/// <summary>Removes a job with all that belongs to it, unless a process holds it.</summary>
internal sealed class Deleting(SqlFile sql, SqlFile audits)
{
    public async Task<DeleteResult?> DeleteAsync(Link link, long id, NewAuditEntry? audit)
    {
        await using var transaction = await link.BeginAsync(CancellationToken.None).ConfigureAwait(false);
        var (found, final) = await FindAsync(link, id).ConfigureAwait(false);
        if (found != DeleteResult.Deleted)
        {
            return found;
        }

        await using (var trip = link.Trip())
        {
            final?.RemoveFrom(trip, sql);
            await trip.Add(sql["remove"]).With(id).AddAudit(audits, audit?.Ended(DeleteResult.Deleted, canUndo: false))
                .RunAsync().ConfigureAwait(false);
        }

        await transaction.CommitAsync().ConfigureAwait(false);
        return found;
    }

    /// <summary>Removes a job that ended before a time; says whether it did.</summary>
    public async Task<bool> DeleteOldAsync(Link link, long id, DateTime endedBefore)
    {
        await using var transaction = await link.BeginAsync(CancellationToken.None).ConfigureAwait(false);
        if (await FindOldAsync(link, id, endedBefore).ConfigureAwait(false) is not { } final)
        {
            return false;
        }

        await using (var trip = link.Trip())
        {
            await final.RemoveFrom(trip, sql).Add(sql["remove"]).With(id).RunAsync().ConfigureAwait(false);
        }

        await transaction.CommitAsync().ConfigureAwait(false);
        return true;
    }

    private async Task<FinalJob?> FindOldAsync(Link link, long id, DateTime endedBefore)
    {
        await using var trip = link.Trip()
            .Add(sql["pin"])
            .Add(sql["hold_key"]).With(id)
            .Add(sql["lock_old"]).With(id).With(endedBefore);
        await using var reader = await trip.ReadAsync().ConfigureAwait(false);
        await reader.NextResultAsync().ConfigureAwait(false);
        await reader.NextResultAsync().ConfigureAwait(false);
        return await FinalJob.ReadAsync(reader, id).ConfigureAwait(false);
    }

    private async Task<(DeleteResult? Found, FinalJob? Final)> FindAsync(Link link, long id)
    {
        await using var trip = link.Trip()
            .Add(sql["pin"])
            .Add(sql["hold_key"]).With(id)
            .Add(sql["is_held"]).With(id)
            .Add(sql["take_ready"]).With(id)
            .Add(sql["take_due"]).With(id)
            .Add(sql["take_suspended"]).With(id)
            .Add(sql["lock_done"]).With(id)
            .Add(sql["exists"]).With(id);
        await using var reader = await trip.ReadAsync().ConfigureAwait(false);
        await reader.NextResultAsync().ConfigureAwait(false);
        await reader.NextResultAsync().ConfigureAwait(false);
        var isHeld = await reader.ReadAsync().ConfigureAwait(false);
        var isWaiting = false;
        for (var place = 0; place < 3; place++)
        {
            await reader.NextResultAsync().ConfigureAwait(false);
            isWaiting |= await reader.ReadAsync().ConfigureAwait(false);
        }

        await reader.NextResultAsync().ConfigureAwait(false);
        var final = await FinalJob.ReadAsync(reader, id).ConfigureAwait(false);
        await reader.NextResultAsync().ConfigureAwait(false);
        var exists = await reader.ReadAsync().ConfigureAwait(false);
        DeleteResult? found = isHeld ? DeleteResult.Executing
            : isWaiting || final is not null ? DeleteResult.Deleted
            : exists ? null
            : DeleteResult.NotFound;
        return (found, final);
    }
}
