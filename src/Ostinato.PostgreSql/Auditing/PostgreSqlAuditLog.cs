using Npgsql;
using Ostinato.Storage;

namespace Ostinato.PostgreSql;

internal sealed class PostgreSqlAuditLog(Links links, SqlFile sql) : IAuditLog
{
    // Beyond it lies the beginning of the calendar.
    private static readonly TimeSpan LongestAge = TimeSpan.FromDays(365_000);

    public async ValueTask<long?> AddAsync(NewAuditEntry entry, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return await links.RunOnceAsync(
            async link =>
            {
                await using var trip = link.Trip().AddAudit(sql, entry);
                return await trip.ScalarAsync<long?>().ConfigureAwait(false);
            },
            ct).ConfigureAwait(false);
    }

    public async ValueTask EndAsync(long id, AuditEnd end, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(end);
        await links.RunAsync(
            async link =>
            {
                await using var trip = link.Trip()
                    .Add(sql["end"]).With(id).With(end.Count).With(AuditTrip.Clean(end.Outcome)).WithNullable(end.Undo?.ToArray());
                return await trip.RunAsync().ConfigureAwait(false);
            },
            ct).ConfigureAwait(false);
    }

    public async ValueTask<IReadOnlyList<AuditEntry>> ListAsync(AuditFilter filter, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return await links.RunAsync(
            async link =>
            {
                await using var trip = link.Trip()
                    .Add(sql["list"]).With(filter.Before ?? long.MaxValue).With(filter.Actor).With(filter.Action).With(filter.Target)
                    .With(filter.Limit);
                await using var reader = await trip.ReadAsync().ConfigureAwait(false);
                var rows = new List<AuditEntry>();
                while (await reader.ReadAsync().ConfigureAwait(false))
                {
                    rows.Add(Entry(reader));
                }

                return rows;
            },
            ct).ConfigureAwait(false);
    }

    public async ValueTask<StoredAuditEntry?> GetAsync(long id, CancellationToken ct) => await links.RunAsync(
        async link =>
        {
            await using var trip = link.Trip().Add(sql["get"]).With(id);
            await using var reader = await trip.ReadAsync().ConfigureAwait(false);
            return await reader.ReadAsync().ConfigureAwait(false)
                ? new StoredAuditEntry(
                    Entry(reader), reader.IsDBNull(12) ? default(ReadOnlyMemory<byte>?) : reader.GetFieldValue<byte[]>(12))
                : null;
        },
        ct).ConfigureAwait(false);

    public async ValueTask<int> PruneAsync(TimeSpan olderThan, int limit, CancellationToken ct) => await links.RunAsync(
        async link =>
        {
            await using var trip = link.Trip().Add(sql["prune"]).With(olderThan < LongestAge ? olderThan : LongestAge).With(limit);
            return await trip.ScalarAsync<int>().ConfigureAwait(false);
        },
        ct).ConfigureAwait(false);

    private static AuditEntry Entry(NpgsqlDataReader row) => new()
    {
        Id = row.GetInt64(0),
        At = Instants.Of(row.GetDateTime(1)),
        EndedAt = row.IsDBNull(2) ? null : Instants.Of(row.GetDateTime(2)),
        Actor = row.GetString(3),
        Action = row.GetString(4),
        Target = row.GetString(5),
        Count = row.GetInt64(6),
        Reason = Text(row, 7),
        Outcome = Text(row, 8),
        Undoes = Number(row, 9),
        UndoneBy = Number(row, 10),
        CanUndo = row.GetBoolean(11) && row.IsDBNull(10),
    };

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static long? Number(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);
}
