using Ostinato.Storage;

namespace Ostinato.PostgreSql;

/// <summary>Makes a job available now.</summary>
internal sealed class Retrying(SqlFile sql, SqlFile places, SqlFile audits, Names queues, Wakes wakes)
{
    public async Task<RetryResult?> RetryAsync(Link link, long id, NewAuditEntry? audit)
    {
        await using var transaction = await link.BeginAsync(CancellationToken.None).ConfigureAwait(false);
        if (await RefuseAsync(link, id).ConfigureAwait(false) is { } refused)
        {
            return refused;
        }

        if (!await UniqueKeys.TakeAsync(link, sql, id).ConfigureAwait(false))
        {
            return RetryResult.Conflict;
        }

        if (await RestartAsync(link, id, audit?.Ended(RetryResult.Retried, canUndo: false)).ConfigureAwait(false) is not { } job)
        {
            return null;
        }

        await transaction.CommitAsync().ConfigureAwait(false);
        await WakeAsync(job).ConfigureAwait(false);
        return RetryResult.Retried;
    }

    public async Task<RetryResult?> QuarantineAsync(Link link, long id, NewAuditEntry? audit)
    {
        await using var transaction = await link.BeginAsync(CancellationToken.None).ConfigureAwait(false);
        if (await RefuseAsync(link, id).ConfigureAwait(false) is { } refused)
        {
            return refused == RetryResult.NotFound ? refused : RetryResult.NotPoison;
        }

        if (!await UniqueKeys.TakeAsync(link, sql, id).ConfigureAwait(false))
        {
            return RetryResult.Conflict;
        }

        if (await TakePoisonAsync(link, id).ConfigureAwait(false) is not { } poison)
        {
            return RetryResult.NotPoison;
        }

        var job = poison with { Attempt = 0, Crashes = ClaimRule.Quarantined(poison.Crashes) };
        await using (var trip = link.Trip())
        {
            trip.AddReady(places, id, job).AddAudit(audits, audit?.Ended(RetryResult.Retried, canUndo: false));
            await trip.RunAsync().ConfigureAwait(false);
        }

        await transaction.CommitAsync().ConfigureAwait(false);
        await WakeAsync(job).ConfigureAwait(false);
        return RetryResult.Retried;
    }

    private async Task WakeAsync(WaitingJob job)
    {
        await queues.LearnAsync([job.Queue], CancellationToken.None).ConfigureAwait(false);
        wakes.Queue(queues.NameOf(job.Queue));
    }

    private async Task<WaitingJob?> TakePoisonAsync(Link link, long id)
    {
        await using var trip = link.Trip().Add(sql["take_poison"]).With(id).With((short)SuspensionReason.Poison);
        await using var reader = await trip.ReadAsync().ConfigureAwait(false);
        return await WaitingJob.ReadAsync(reader).ConfigureAwait(false);
    }

    private async Task<RetryResult?> RefuseAsync(Link link, long id)
    {
        await using var trip = link.Trip().Add(sql["pin"]).Add(sql["state"]).With(id);
        await using var reader = await trip.ReadAsync().ConfigureAwait(false);
        await reader.NextResultAsync().ConfigureAwait(false);
        await reader.ReadAsync().ConfigureAwait(false);
        return reader.IsDBNull(0) ? RetryResult.NotFound : (JobState)reader.GetInt32(0) switch
        {
            JobState.Executing => RetryResult.Executing,
            JobState.Available => RetryResult.AlreadyAvailable,
            _ => null,
        };
    }

    // What ended or was set aside has all its attempts again; what waits for its next attempt only waits no longer.
    private async Task<WaitingJob?> RestartAsync(Link link, long id, NewAuditEntry? audit)
    {
        var (due, suspended, final) = await TakeAsync(link, id).ConfigureAwait(false);
        var restarted = due
            ?? (suspended is { } aside ? aside with { Attempt = 0, Crashes = 0 } : default(WaitingJob?))
            ?? (final is { } ended ? new WaitingJob(ended.Queue, ended.Priority, Attempt: 0, Crashes: 0) : null);
        if (restarted is not { } job)
        {
            return null;
        }

        await using var trip = link.Trip();
        trip.Add(sql["remove_result"]).With(id);
        final?.RemoveFrom(trip, sql);
        await trip.AddReady(places, id, job).AddAudit(audits, audit).RunAsync().ConfigureAwait(false);
        return job;
    }

    private async Task<(WaitingJob? Due, WaitingJob? Suspended, FinalJob? Final)> TakeAsync(Link link, long id)
    {
        await using var trip = link.Trip()
            .Add(sql["take_due"]).With(id)
            .Add(sql["take_suspended"]).With(id)
            .Add(sql["lock_done"]).With(id);
        await using var reader = await trip.ReadAsync().ConfigureAwait(false);
        var due = await WaitingJob.ReadAsync(reader).ConfigureAwait(false);
        await reader.NextResultAsync().ConfigureAwait(false);
        var suspended = await WaitingJob.ReadAsync(reader).ConfigureAwait(false);
        await reader.NextResultAsync().ConfigureAwait(false);
        return (due, suspended, await FinalJob.ReadAsync(reader, id).ConfigureAwait(false));
    }
}
