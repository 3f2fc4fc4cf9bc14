using Ostinato.Storage;

namespace Ostinato.PostgreSql;

/// <summary>Finds out what became of the transactions in which jobs were completed, before their acknowledgements are written.</summary>
internal sealed class CompletionLook(SqlFile sql, CommitWatch commits, Wakes wakes)
{
    public async ValueTask<Verdicts> LookAsync(Link link, HeldLeases held, IReadOnlyList<Acknowledgement> ended)
    {
        if (held.Completions.IsEmpty || !ended.Any(acknowledgement => held.CompletionOf(acknowledgement) is not null))
        {
            return Verdicts.None(ended);
        }

        var (open, committed) = await ReadAsync(link, held).ConfigureAwait(false);
        var verdicts = new Verdicts(held, ended, committed, open);
        foreach (var pending in verdicts.Open.Where(pending => !pending.IsWatched))
        {
            pending.IsWatched = true;
            commits.Watch(pending.Transaction, _ => wakes.Decided());
        }

        return verdicts;
    }

    /// <summary>Takes completions away that have come to their place.</summary>
    public void AddTo(Trip trip, HeldLeases held, Verdicts verdicts)
    {
        if (verdicts.Committed.Count > 0)
        {
            trip.Add(sql["forget"]).With((int)held.Process.Id).With([.. verdicts.Committed]);
        }
    }

    private async Task<(HashSet<ulong> Open, HashSet<long> Committed)> ReadAsync(Link link, HeldLeases held)
    {
        await using var trip = link.Trip()
            .Add(sql["pin"])
            .Add(sql["open"]).With([.. held.Completions.Values.Select(pending => pending.Transaction).Distinct()])
            .Add(sql["committed"]).With((int)held.Process.Id).With([.. held.Completions.Keys]);
        await using var reader = await trip.ReadAsync().ConfigureAwait(false);
        await reader.NextResultAsync().ConfigureAwait(false);
        var (open, committed) = (new HashSet<ulong>(), new HashSet<long>());
        while (await reader.ReadAsync().ConfigureAwait(false))
        {
            open.Add(reader.GetFieldValue<ulong>(0));
        }

        await reader.NextResultAsync().ConfigureAwait(false);
        while (await reader.ReadAsync().ConfigureAwait(false))
        {
            committed.Add(reader.GetInt64(0));
        }

        return (open, committed);
    }
}
