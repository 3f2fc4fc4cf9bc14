using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;

namespace Ostinato.EntityFrameworkCore.Tests;

/// <summary>An error that goes away by itself.</summary>
public sealed class PassingException() : Exception("the connection was lost");

/// <summary>Tries again at once after a <see cref="PassingException"/>.</summary>
internal sealed class Retrying(ExecutionStrategyDependencies dependencies, int retries = 3)
    : ExecutionStrategy(dependencies, retries, TimeSpan.Zero)
{
    protected override bool ShouldRetryOn(Exception exception) => exception is PassingException;

    protected override TimeSpan? GetNextDelay(Exception lastException) =>
        base.GetNextDelay(lastException) is null ? null : TimeSpan.Zero;
}

/// <summary>Commits that fail before they have happened, some times.</summary>
internal sealed class FailingCommits(int times) : DbTransactionInterceptor
{
    public int Left { get; set; } = times;

    public override InterceptionResult TransactionCommitting(
        DbTransaction transaction, TransactionEventData eventData, InterceptionResult result) =>
        Left-- > 0 ? throw new PassingException() : result;

    public override ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
        new(TransactionCommitting(transaction, eventData, result));
}

/// <summary>Commits whose answer is lost after they have happened, some times.</summary>
internal sealed class LostAnswers(int times) : DbTransactionInterceptor
{
    private int _left = times;

    public override Task TransactionCommittedAsync(
        DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default) =>
        _left-- > 0 ? throw new PassingException() : Task.CompletedTask;
}

/// <summary>Does something when SaveChanges begins, as interceptors of users do.</summary>
internal sealed class BeforeSaving(Func<AppDb, Task> act) : SaveChangesInterceptor
{
    public BeforeSaving(Action<AppDb> act)
        : this(db =>
        {
            act(db);
            return Task.CompletedTask;
        })
    {
    }

    public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        await act((AppDb)eventData.Context!);
        return result;
    }
}
