using Ostinato.Storage;

namespace Ostinato.PostgreSql;

/// <summary>Ends a waiting job, or asks the holder of a running one to stop it.</summary>
internal sealed class Cancelling(SqlFile sql, SqlFile places, SqlFile audits, Wakes wakes)
{
    public async Task<CancelResult?> CancelAsync(Link link, long id, string reason, NewAuditEntry? audit)
    {
        await using var transaction = await link.BeginAsync(CancellationToken.None).ConfigureAwait(false);
        var (found, waiting) = await FindAsync(link, id, reason).ConfigureAwait(false);
        if (waiting is { } job)
        {
            var ended = new DoneRange(id, 1, JobState.Cancelled, job.Queue, job.Attempt, job.Crashes, reason, Durations: null);
            await using var trip = link.Trip()
                .AddDone(places, [ended]).AddAudit(audits, audit?.Ended(CancelResult.Cancelled, canUndo: true));
            await trip.RunAsync().ConfigureAwait(false);
        }
        else if (found == CancelResult.Requested)
        {
            await AuditTrip.WriteAsync(link, audits, audit?.Ended(CancelResult.Requested, canUndo: false)).ConfigureAwait(false);
        }

        await transaction.CommitAsync().ConfigureAwait(false);
        if (found == CancelResult.Requested)
        {
            wakes.Everything(wentBack: false);
        }

        return found;
    }

    private async Task<(CancelResult? Found, WaitingJob? Waiting)> FindAsync(Link link, long id, string reason)
    {
        await using var trip = link.Trip()
            .Add(sql["pin"])
            .Add(sql["ask_holder"]).With(id).With(reason)
            .Add(sql["take_ready"]).With(id)
            .Add(sql["take_due"]).With(id)
            .Add(sql["take_suspended"]).With(id)
            .Add(sql["is_done"]).With(id)
            .Add(sql["exists"]).With(id);
        await using var reader = await trip.ReadAsync().ConfigureAwait(false);
        await reader.NextResultAsync().ConfigureAwait(false);
        var isHeld = await reader.ReadAsync().ConfigureAwait(false);
        WaitingJob? waiting = null;
        for (var place = 0; place < 3; place++)
        {
            await reader.NextResultAsync().ConfigureAwait(false);
            waiting ??= await WaitingJob.ReadAsync(reader).ConfigureAwait(false);
        }

        await reader.NextResultAsync().ConfigureAwait(false);
        var isDone = await reader.ReadAsync().ConfigureAwait(false);
        await reader.NextResultAsync().ConfigureAwait(false);
        var exists = await reader.ReadAsync().ConfigureAwait(false);
        CancelResult? found = isHeld ? CancelResult.Requested
            : waiting is not null ? CancelResult.Cancelled
            : isDone ? CancelResult.AlreadyFinal
            : exists ? null
            : CancelResult.NotFound;
        return (found, waiting);
    }
}
