using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Ostinato.EntityFrameworkCore;

/// <summary>A transaction for jobs that have no rows: EF Core has begun none then. They are written when it commits.</summary>
internal static class EmptyTransaction
{
    public static Task CommitAsync(DatabaseFacade database, CancellationToken ct) => database.CreateExecutionStrategy().ExecuteAsync(
        database,
        static async (database, ct) =>
        {
            var transaction = await database.BeginTransactionAsync(ct).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                await transaction.CommitAsync(ct).ConfigureAwait(false);
            }
        },
        ct);

    public static void Commit(DatabaseFacade database) => database.CreateExecutionStrategy().Execute(database, static database =>
    {
        using var transaction = database.BeginTransaction();
        transaction.Commit();
    });
}
