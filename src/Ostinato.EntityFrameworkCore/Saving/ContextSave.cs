using System.Data.Common;
using System.Transactions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace Ostinato.EntityFrameworkCore;

/// <summary>What one context does about its pending jobs, from the beginning of SaveChanges to its end.</summary>
/// <remarks>
/// In a transaction of EF Core's own the jobs are written right before its commit, which is inside of what an execution strategy retries.
/// In a transaction of the caller's they are written when the rows are.
/// </remarks>
internal sealed class ContextSave(
    ICurrentDbContext current,
    PendingJobs pending,
    PendingWriter writer,
    SaveCall call,
    TransactionDemand demand,
    CallersSavepoint savepoint)
{
    private DatabaseFacade Database => current.Context.Database;

    public async Task BeginAsync(CancellationToken ct)
    {
        Prepare();
        await writer.OpenAsync(ct).ConfigureAwait(false);
        if (Begin())
        {
            await savepoint.CreateAsync(ct).ConfigureAwait(false);
        }
    }

    public void BeginSynchronously()
    {
        Prepare();
        writer.RefuseToWait();
        if (Begin())
        {
            savepoint.Create();
        }
    }

    public Task CommittingAsync(DbTransaction transaction, CancellationToken ct) =>
        IsOwn(transaction) ? writer.WriteAsync(transaction, ct) : Task.CompletedTask;

    public void Committing(DbTransaction transaction)
    {
        if (IsOwn(transaction))
        {
            writer.Write(transaction);
        }
    }

    public void Committed(DbTransaction transaction) => pending.Complete(transaction);

    public async Task EndAsync(CancellationToken ct)
    {
        if (pending.Count > 0)
        {
            await (call.CallersTransaction is null ? CommitAloneAsync(ct) : savepoint.WriteAsync(ct)).ConfigureAwait(false);
        }

        call.End();
    }

    public void EndSynchronously()
    {
        if (pending.Count > 0 && call.CallersTransaction is not null)
        {
            savepoint.Write();
        }
        else if (pending.Count > 0)
        {
            CommitAlone();
        }

        call.End();
    }

    public void Cancelled() => call.End();

    private void Prepare()
    {
        if (pending.Count > 0)
        {
            demand.Raise();
            RefuseWhatHasNoTransaction();
        }
    }

    /// <summary>Whether there are jobs for a transaction of the caller's.</summary>
    private bool Begin()
    {
        call.Begin();
        return pending.Count > 0 && call.CallersTransaction is not null;
    }

    private bool IsOwn(DbTransaction transaction) =>
        pending.Count > 0
        && call is { IsRunning: true, CallersTransaction: null }
        && Database.CurrentTransaction?.GetDbTransaction() == transaction;

    // There were no rows to save, so EF Core has begun no transaction. The jobs are written when this one commits.
    private Task CommitAloneAsync(CancellationToken ct) => Database.CreateExecutionStrategy().ExecuteAsync(
        Database,
        static async (database, ct) =>
        {
            var transaction = await database.BeginTransactionAsync(ct).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                await transaction.CommitAsync(ct).ConfigureAwait(false);
            }
        },
        ct);

    private void CommitAlone() => Database.CreateExecutionStrategy().Execute(Database, static database =>
    {
        using var transaction = database.BeginTransaction();
        transaction.Commit();
    });

    private void RefuseWhatHasNoTransaction()
    {
        if (!Database.IsRelational())
        {
            throw new InvalidOperationException(
                $"Jobs are stored in the transaction of SaveChanges, and {Database.ProviderName} has none. Nothing was saved.");
        }

        if (Database.CurrentTransaction is null && (Transaction.Current ?? Database.GetEnlistedTransaction()) is not null)
        {
            throw new InvalidOperationException(
                "Jobs cannot be stored in a transaction of System.Transactions. Nothing was saved. "
                + "Begin one with Database.BeginTransaction().");
        }
    }
}
