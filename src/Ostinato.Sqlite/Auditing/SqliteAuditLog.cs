using Ostinato.Storage;

namespace Ostinato.Sqlite;

internal sealed class SqliteAuditLog(Writer writer, Readers readers) : IAuditLog
{
    public async ValueTask<long?> AddAsync(NewAuditEntry entry, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return await writer.RunAsync(session => session.Audit.Add(entry), Flush.Now, ct).ConfigureAwait(false);
    }

    public async ValueTask EndAsync(long id, AuditEnd end, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(end);
        await writer.RunAsync(session => session.Audit.End(id, end), Flush.Now, ct).ConfigureAwait(false);
    }

    public async ValueTask<IReadOnlyList<AuditEntry>> ListAsync(AuditFilter filter, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return await readers.RunAsync(session => session.Audit.List(filter), ct).ConfigureAwait(false);
    }

    public async ValueTask<StoredAuditEntry?> GetAsync(long id, CancellationToken ct) =>
        await readers.RunAsync(session => session.Audit.Get(id), ct).ConfigureAwait(false);

    public async ValueTask<int> PruneAsync(TimeSpan olderThan, int limit, CancellationToken ct) =>
        await writer.RunAsync(session => session.Audit.Prune(olderThan, limit), Flush.Later, ct).ConfigureAwait(false);
}
