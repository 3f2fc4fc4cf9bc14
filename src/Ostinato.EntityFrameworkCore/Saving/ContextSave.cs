using System.Data.Common;
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
        demand.Insist(pending.Count);
        await writer.OpenAsync(ct).ConfigureAwait(false);
        call.Begin();
        await savepoint.CreateAsync(ct).ConfigureAwait(false);
    }

    public void BeginSynchronously()
    {
        demand.Insist(pending.Count);
        writer.RefuseToWait();
        call.Begin();
        savepoint.Create();
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
            var writing = call.CallersTransaction is null ? EmptyTransaction.CommitAsync(Database, ct) : savepoint.WriteAsync(ct);
            await writing.ConfigureAwait(false);
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
            EmptyTransaction.Commit(Database);
        }

        call.End();
    }

    public void Cancelled() => call.End();

    private bool IsOwn(DbTransaction transaction) =>
        pending.Count > 0
        && call is { IsRunning: true, CallersTransaction: null }
        && Database.CurrentTransaction?.GetDbTransaction() == transaction;
}
