using Npgsql;
using Ostinato.Storage;

namespace Ostinato.PostgreSql;

/// <summary>Keeps what a person says of queues.</summary>
internal sealed class PostgreSqlQueueControl(Links links, SqlFile sql, SqlFile audits, Names queues, Wakes wakes) : IQueueControl
{
    public async ValueTask<IReadOnlyList<StoredQueue>> ListAsync(CancellationToken ct) => await links.RunAsync(
        async link =>
        {
            await using var trip = link.Trip().Add(sql["all"]);
            await using var reader = await trip.ReadAsync().ConfigureAwait(false);
            var stored = new List<StoredQueue>();
            while (await reader.ReadAsync().ConfigureAwait(false))
            {
                stored.Add(Read(reader));
            }

            return stored;
        },
        ct).ConfigureAwait(false);

    public async ValueTask<bool> WriteAsync(StoredQueue queue, NewAuditEntry? audit, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(queue);
        await queues.AddAsync([queue.Name], ct).ConfigureAwait(false);
        var isWritten = await links.RunAsync(link => WriteAsync(link, queue, audit), ct).ConfigureAwait(false);
        if (isWritten)
        {
            wakes.QueueSettings();
        }

        return isWritten;
    }

    private async Task<bool> WriteAsync(Link link, StoredQueue queue, NewAuditEntry? audit)
    {
        await using var transaction = await link.BeginAsync(CancellationToken.None).ConfigureAwait(false);
        var since = queue.PausedAt is { } known ? Instants.Ceiling(known) : default(DateTime?);
        await using (var trip = link.Trip()
            .Add(sql["write"]).With(queues.Known(queue.Name)).With(queue.Revision).With(queue.IsPaused).With(since)
            .With(queue.IsPaused ? AuditTrip.Clean(queue.PausedBy) : null)
            .With(queue.IsPaused ? AuditTrip.Clean(queue.PauseReason) : null).With(queue.Settings))
        {
            if (await trip.ScalarAsync<int>().ConfigureAwait(false) == 0)
            {
                return false;
            }
        }

        if (!await AuditTrip.WriteAsync(link, audits, audit).ConfigureAwait(false))
        {
            return false;
        }

        await transaction.CommitAsync().ConfigureAwait(false);
        return true;
    }

    private static StoredQueue Read(NpgsqlDataReader row) => new()
    {
        Name = row.GetString(0),
        Revision = row.GetInt64(1),
        IsPaused = !row.IsDBNull(2),
        PausedAt = row.IsDBNull(2) ? null : Instants.Of(row.GetDateTime(2)),
        PausedBy = row.IsDBNull(3) ? null : row.GetString(3),
        PauseReason = row.IsDBNull(4) ? null : row.GetString(4),
        Settings = row.IsDBNull(5) ? null : row.GetString(5),
    };
}
