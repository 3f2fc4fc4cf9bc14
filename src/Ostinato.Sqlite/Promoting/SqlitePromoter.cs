using Ostinato.Storage;

namespace Ostinato.Sqlite;

internal sealed class SqlitePromoter(Writer writer) : IJobPromoter
{
    public async ValueTask<Promotion> PromoteAsync(int limit, CancellationToken ct) =>
        await writer.RunAsync(session => session.Promotion.Run(limit), Flush.Later, ct).ConfigureAwait(false);
}
