using Ostinato.Storage;

namespace Ostinato.Sqlite;

internal sealed class SqliteExchange(Writer writer) : IJobExchange
{
    public async ValueTask<ExchangeResult> ExchangeAsync(ExchangeRequest request, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        return await writer.RunAsync(session => session.Exchange.Run(request), ct).ConfigureAwait(false);
    }
}
