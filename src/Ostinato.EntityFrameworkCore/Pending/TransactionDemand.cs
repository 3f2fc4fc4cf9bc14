using System.Transactions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Ostinato.EntityFrameworkCore;

/// <summary>While jobs are pending, SaveChanges must have a transaction. By itself it does without one for a single statement.</summary>
internal sealed class TransactionDemand(ICurrentDbContext current)
{
    private AutoTransactionBehavior? _usual;

    private DatabaseFacade Database => current.Context.Database;

    public void Raise()
    {
        if (Database.AutoTransactionBehavior != AutoTransactionBehavior.Always)
        {
            _usual = Database.AutoTransactionBehavior;
            Database.AutoTransactionBehavior = AutoTransactionBehavior.Always;
        }
    }

    /// <summary>Raises the demand anew, in case somebody has changed the context, and refuses what cannot meet it.</summary>
    public void Insist(int jobs)
    {
        if (jobs == 0)
        {
            return;
        }

        Raise();
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

    public void Lower()
    {
        if (_usual is { } usual)
        {
            Database.AutoTransactionBehavior = usual;
            _usual = null;
        }
    }
}
