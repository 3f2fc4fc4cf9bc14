using Ostinato.Storage;

namespace Ostinato.PostgreSql;

internal sealed class PostgreSqlPromoter(Links links, SqlFile sql, Names queues, Wakes wakes) : IJobPromoter
{
    public async ValueTask<Promotion> PromoteAsync(int limit, CancellationToken ct)
    {
        var moved = new Dictionary<int, int>();
        var next = await links.RunAsync(link => PromoteAsync(link, limit, moved), ct).ConfigureAwait(false);
        await queues.LearnAsync(moved.Keys, ct).ConfigureAwait(false);
        foreach (var queue in moved.Keys)
        {
            wakes.Queue(queues.NameOf(queue));
        }

        return new Promotion(moved.Values.Sum(), next < TimeSpan.Zero ? TimeSpan.Zero : next);
    }

    private async Task<TimeSpan?> PromoteAsync(Link link, int limit, Dictionary<int, int> moved)
    {
        moved.Clear();
        await using var trip = link.Trip().Add(sql["pin"]).Add(sql["promote"]).With(limit).Add(sql["next"]);
        await using var reader = await trip.ReadAsync().ConfigureAwait(false);
        await reader.NextResultAsync().ConfigureAwait(false);
        while (await reader.ReadAsync().ConfigureAwait(false))
        {
            moved.Add(reader.GetInt32(0), reader.GetInt32(1));
        }

        await reader.NextResultAsync().ConfigureAwait(false);
        await reader.ReadAsync().ConfigureAwait(false);
        TimeSpan? next = reader.IsDBNull(0) ? null : reader.GetTimeSpan(0);
        await reader.NextResultAsync().ConfigureAwait(false);
        return next;
    }
}
