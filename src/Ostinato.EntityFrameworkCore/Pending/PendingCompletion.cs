using System.Data.Common;

namespace Ostinato.EntityFrameworkCore;

/// <summary>The completion of a job whose handler saves a context.</summary>
/// <param name="write">Writes it in a transaction.</param>
internal sealed class PendingCompletion(Func<DbTransaction, CancellationToken, ValueTask> write)
{
    /// <summary>The transaction it is written in, which may not have committed.</summary>
    public DbTransaction? Transaction { get; private set; }

    public async ValueTask WriteAsync(DbTransaction transaction, CancellationToken ct)
    {
        await write(transaction, ct).ConfigureAwait(false);
        Transaction = transaction;
    }
}
