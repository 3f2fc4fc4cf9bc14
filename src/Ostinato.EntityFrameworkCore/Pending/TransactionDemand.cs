using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Ostinato.EntityFrameworkCore;

/// <summary>While jobs are pending, SaveChanges must have a transaction. By itself it does without one for a single statement.</summary>
internal sealed class TransactionDemand(ICurrentDbContext current)
{
    private AutoTransactionBehavior? _usual;

    public void Raise()
    {
        var database = current.Context.Database;
        if (database.AutoTransactionBehavior != AutoTransactionBehavior.Always)
        {
            _usual = database.AutoTransactionBehavior;
            database.AutoTransactionBehavior = AutoTransactionBehavior.Always;
        }
    }

    public void Lower()
    {
        if (_usual is { } usual)
        {
            current.Context.Database.AutoTransactionBehavior = usual;
            _usual = null;
        }
    }
}
