using Ostinato.Storage;

namespace Ostinato.PostgreSql;

/// <summary>Fires a schedule in one transaction: who moves it to its next tick writes its ticks, and a job for each new one.</summary>
internal sealed class FiringStep(
    SqlFile sql, SqlFile audits, InsertTrip insertTrip, Firing firing, NewAuditEntry? audit, List<IdRun> ids)
{
    /// <summary>What was stored.</summary>
    public Insertion? Insertion { get; private set; }

    public async Task<IReadOnlyList<StoredTick>?> RunAsync(Link link)
    {
        Insertion = null;
        await using var transaction = await link.BeginAsync(CancellationToken.None).ConfigureAwait(false);
        if (!await MoveAsync(link).ConfigureAwait(false))
        {
            return null;
        }

        var added = await AddTicksAsync(link).ConfigureAwait(false);
        var ran = firing.Ticks.Where(tick => tick.Job is not null && added.Contains(Instants.Ceiling(tick.At))).ToList();
        if (ran.Count > 0)
        {
            await InsertAsync(link, ran).ConfigureAwait(false);
        }

        var ticks = await FiredAsync(link).ConfigureAwait(false);
        await transaction.CommitAsync().ConfigureAwait(false);
        return ticks;
    }

    public static async Task<List<StoredTick>> ReadTicksAsync(Trip trip, bool isPinned = false)
    {
        var reader = await trip.ReadAsync().ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            if (isPinned)
            {
                await reader.NextResultAsync().ConfigureAwait(false);
            }

            var ticks = new List<StoredTick>();
            while (await reader.ReadAsync().ConfigureAwait(false))
            {
                ticks.Add(new StoredTick(
                    Instants.Of(reader.GetDateTime(0)), (TickOutcome)reader.GetInt16(1), reader.IsDBNull(3) ? null : reader.GetString(3),
                    reader.IsDBNull(2) ? null : new JobId(reader.GetInt64(2))));
            }

            // Where more statements follow they have run only then.
            await reader.NextResultAsync().ConfigureAwait(false);
            return ticks;
        }
    }

    private async Task<bool> MoveAsync(Link link)
    {
        // The plans of all statements of the transaction.
        await using var trip = link.Trip().Add(sql["pin"]).Add(sql["fire"])
            .With(firing.Name).With(firing.NextAt is { } next ? Instants.Ceiling(next) : default(DateTime?)).With(firing.Revision);
        await using var reader = await trip.ReadAsync().ConfigureAwait(false);
        await reader.NextResultAsync().ConfigureAwait(false);
        return await reader.ReadAsync().ConfigureAwait(false);
    }

    private async Task<HashSet<DateTime>> AddTicksAsync(Link link)
    {
        await using var trip = link.Trip().Add(sql["add_ticks"]).With(firing.Name)
            .With([.. firing.Ticks.Select(tick => Instants.Ceiling(tick.At))])
            .With([.. firing.Ticks.Select(tick => (short)tick.Outcome)])
            .With([.. firing.Ticks.Select(tick => tick.Reason)]);
        await using var reader = await trip.ReadAsync().ConfigureAwait(false);
        var added = new HashSet<DateTime>();
        while (await reader.ReadAsync().ConfigureAwait(false))
        {
            added.Add(reader.GetDateTime(0));
        }

        return added;
    }

    private async Task InsertAsync(Link link, List<NewTick> ran)
    {
        var insertion = new Insertion([.. ran.Select(tick => tick.Job!)], ids);
        await using var insert = link.Trip();
        var jobs = await insertTrip.RunAsync(insert, insertion, isInTransaction: false, CancellationToken.None).ConfigureAwait(false);
        var numbers = Array.ConvertAll(jobs, job => job.Id.TryGetNumber(out var id) ? id : 0);
        await using var trip = link.Trip().Add(sql["name_jobs"]).With(firing.Name)
            .With([.. ran.Select(tick => Instants.Ceiling(tick.At))]).With(numbers).With(numbers[^1]);
        await trip.RunAsync().ConfigureAwait(false);
        Insertion = insertion;
    }

    private async Task<List<StoredTick>> FiredAsync(Link link)
    {
        await using var trip = link.Trip()
            .Add(sql["fired"]).With(firing.Name).With([.. firing.Ticks.Select(tick => Instants.Ceiling(tick.At))])
            .Add(sql["cut_ticks"]).With(firing.Name).With(TickLimits.PerSchedule)
            .AddAudit(audits, audit);
        return await ReadTicksAsync(trip).ConfigureAwait(false);
    }
}
