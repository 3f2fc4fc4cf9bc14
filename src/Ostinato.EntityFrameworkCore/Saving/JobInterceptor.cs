using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Ostinato.EntityFrameworkCore;

/// <summary>Tells a context's <see cref="ContextSave"/> what EF Core is doing. One instance serves every context.</summary>
internal sealed class JobInterceptor : DbTransactionInterceptor, ISaveChangesInterceptor
{
    public InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        Of(eventData.Context)?.BeginSynchronously();
        return result;
    }

    public async ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        await (Of(eventData.Context)?.BeginAsync(cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
        return result;
    }

    public int SavedChanges(SaveChangesCompletedEventData eventData, int result)
    {
        Of(eventData.Context)?.EndSynchronously();
        return result;
    }

    public async ValueTask<int> SavedChangesAsync(
        SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        await (Of(eventData.Context)?.EndAsync(cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
        return result;
    }

    public void SaveChangesCanceled(DbContextEventData eventData) => Of(eventData.Context)?.Cancelled();

    public Task SaveChangesCanceledAsync(DbContextEventData eventData, CancellationToken cancellationToken = default)
    {
        SaveChangesCanceled(eventData);
        return Task.CompletedTask;
    }

    public override InterceptionResult TransactionCommitting(
        DbTransaction transaction, TransactionEventData eventData, InterceptionResult result)
    {
        Of(eventData.Context)?.Committing(transaction);
        return result;
    }

    public override async ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
    {
        var writing = Of(eventData.Context)?.CommittingAsync(transaction, cancellationToken) ?? Task.CompletedTask;
        await writing.ConfigureAwait(false);
        return result;
    }

    public override void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData) =>
        Of(eventData.Context)?.Committed(transaction);

    public override Task TransactionCommittedAsync(
        DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        TransactionCommitted(transaction, eventData);
        return Task.CompletedTask;
    }

    private static ContextSave? Of(DbContext? context) => context?.GetInfrastructure().GetService(typeof(ContextSave)) as ContextSave;
}
