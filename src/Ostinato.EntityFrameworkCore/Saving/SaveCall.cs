using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace Ostinato.EntityFrameworkCore;

/// <summary>The call of SaveChanges that is running on one context.</summary>
/// <remarks>Events tell what interceptors are not told: whether changes are accepted, and that a row had been changed meanwhile.</remarks>
internal sealed class SaveCall(ICurrentDbContext current)
{
    private int _depth;
    private bool _isWatching;

    /// <summary>An interceptor may save while a save runs.</summary>
    public bool IsRunning => _depth > 0;

    /// <summary>Whether entities, and so jobs, count as saved when the call ends, or only when the transaction has committed.</summary>
    public bool AcceptsChanges { get; private set; } = true;

    /// <summary>The transaction that was open before the call.</summary>
    public IDbContextTransaction? CallersTransaction { get; private set; }

    public void Watch()
    {
        if (!_isWatching)
        {
            _isWatching = true;
            current.Context.SavingChanges += OnSaving;
            current.Context.SaveChangesFailed += OnFailed;
        }
    }

    public void Begin()
    {
        Watch();
        _depth++;
        CallersTransaction = current.Context.Database.CurrentTransaction;
    }

    public void End()
    {
        _depth = Math.Max(_depth - 1, 0);
        AcceptsChanges = true;
        CallersTransaction = null;
    }

    /// <summary>A context that returns to its pool loses its event handlers.</summary>
    public void Forget()
    {
        _isWatching = false;
        _depth = 0;
        End();
    }

    private void OnSaving(object? sender, SavingChangesEventArgs call) => AcceptsChanges = call.AcceptAllChangesOnSuccess;

    private void OnFailed(object? sender, SaveChangesFailedEventArgs call) => End();
}
