using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace Ostinato.EntityFrameworkCore;

/// <summary>
/// Writes jobs in a transaction of the caller's, who may go on after an error and commit: rows without their jobs must not be in it then.
/// </summary>
internal sealed class CallersSavepoint(ICurrentDbContext current, PendingJobs pending, PendingWriter writer, SaveCall call)
{
    private const string Name = "ostinato_save";

    private IDbContextTransaction? _holder;

    private IDbContextTransaction Transaction => call.CallersTransaction!;

    private bool IsWanted =>
        pending.Count > 0 && call.CallersTransaction is { SupportsSavepoints: true } && current.Context.Database.AutoSavepointsEnabled;

    private bool Exists => _holder == Transaction;

    public async Task CreateAsync(CancellationToken ct)
    {
        _holder = null;
        if (IsWanted)
        {
            await Transaction.CreateSavepointAsync(Name, ct).ConfigureAwait(false);
            _holder = Transaction;
        }
    }

    public void Create()
    {
        _holder = null;
        if (IsWanted)
        {
            Transaction.CreateSavepoint(Name);
            _holder = Transaction;
        }
    }

    public async Task WriteAsync(CancellationToken ct)
    {
        try
        {
            await writer.WriteAsync(Transaction.GetDbTransaction(), ct).ConfigureAwait(false);
        }
        catch when (Exists)
        {
            await Transaction.RollbackToSavepointAsync(Name, CancellationToken.None).ConfigureAwait(false);
            throw;
        }

        if (Exists)
        {
            await Transaction.ReleaseSavepointAsync(Name, ct).ConfigureAwait(false);
        }

        Complete();
    }

    public void Write()
    {
        try
        {
            writer.Write(Transaction.GetDbTransaction());
        }
        catch when (Exists)
        {
            Transaction.RollbackToSavepoint(Name);
            throw;
        }

        if (Exists)
        {
            Transaction.ReleaseSavepoint(Name);
        }

        Complete();
    }

    private void Complete()
    {
        _holder = null;
        if (call.AcceptsChanges)
        {
            pending.Complete(Transaction.GetDbTransaction());
        }
    }
}
