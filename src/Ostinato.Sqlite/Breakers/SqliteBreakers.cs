using Ostinato.Storage;

namespace Ostinato.Sqlite;

internal sealed class SqliteBreakers(Writer writer, Readers readers) : IBreakerStore
{
    public async ValueTask<BreakerLook> LookAsync(CancellationToken ct) =>
        await readers.RunAsync(session => session.Breakers.Look(), ct).ConfigureAwait(false);

    public async ValueTask<bool> WriteAsync(StoredBreaker breaker, NewAuditEntry? audit, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(breaker);
        return await writer.RunAsync(session => session.Breakers.Write(breaker, audit), Flush.Now, ct).ConfigureAwait(false);
    }
}
