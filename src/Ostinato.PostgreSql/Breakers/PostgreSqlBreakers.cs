using Ostinato.Storage;

namespace Ostinato.PostgreSql;

internal sealed class PostgreSqlBreakers(Links links, SqlFile sql, SqlFile audits) : IBreakerStore
{
    public async ValueTask<BreakerLook> LookAsync(CancellationToken ct) => await links.RunAsync(
        async link =>
        {
            await using var trip = link.Trip().Add(sql["all"]);
            await using var reader = await trip.ReadAsync().ConfigureAwait(false);
            var (now, breakers) = (default(DateTimeOffset), new List<StoredBreaker>());
            while (await reader.ReadAsync().ConfigureAwait(false))
            {
                now = Instants.Of(reader.GetDateTime(0));
                if (!reader.IsDBNull(1))
                {
                    breakers.Add(new StoredBreaker(reader.GetString(1), reader.GetFieldValue<byte[]>(3), reader.GetInt64(2)));
                }
            }

            return new BreakerLook(now, breakers);
        },
        ct).ConfigureAwait(false);

    public async ValueTask<bool> WriteAsync(StoredBreaker breaker, NewAuditEntry? audit, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(breaker);
        return await links.RunAsync(
            link => AuditTrip.ChangeAsync(link, audits, one => WriteAsync(one, breaker), audit), ct).ConfigureAwait(false);
    }

    private async Task<bool> WriteAsync(Link link, StoredBreaker breaker)
    {
        await using var trip = link.Trip().Add(sql[breaker.Revision == 0 ? "add" : "change"])
            .With(breaker.Kind).WithNullable(breaker.State.ToArray());
        return await (breaker.Revision == 0 ? trip : trip.With(breaker.Revision)).ScalarAsync<int>().ConfigureAwait(false) != 0;
    }
}
