using Ostinato.Storage;

namespace Ostinato.Sqlite;

internal sealed class SqliteExchange(Writer writer) : IJobExchange
{
    public async ValueTask<ExchangeResult> ExchangeAsync(ExchangeRequest request, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        var flush = request.Acknowledgements.Count > 0 ? Flush.Now : Flush.Later;
        return await writer.RunAsync(session => session.Exchange.Run(request), flush, ct).ConfigureAwait(false);
    }
}
