using Microsoft.Extensions.Logging;
using Ostinato.Operations;
using Ostinato.Storage;

namespace Ostinato.Queues;

/// <summary>Hears what operators set for queues: with every heartbeat, and by a look where the store signals a change.</summary>
internal sealed class QueueSettingsLearner(IQueueControl queues, KnownQueueSettings known, ILogger logger)
{
    private int _mustLook;
    private string? _unreadable;

    /// <summary>Something has changed; the next round looks. Called from any thread.</summary>
    public void Hear() => Interlocked.Exchange(ref _mustLook, 1);

    /// <summary>Looks, but only where something was heard.</summary>
    public async Task RoundAsync(CancellationToken ct)
    {
        if (Interlocked.Exchange(ref _mustLook, 0) == 0)
        {
            return;
        }

        try
        {
            await LookAsync(ct).ConfigureAwait(false);
        }
        catch
        {
            Hear();
            throw;
        }
    }

    public async Task LookAsync(CancellationToken ct) => known.Learn(await queues.ListAsync(ct).ConfigureAwait(false));

    /// <summary>Takes over what a heartbeat told.</summary>
    public void Beat(string? told)
    {
        if (!known.Learn(told) && told != _unreadable)
        {
            _unreadable = told;
            OperationsLog.SettingsUnreadable(logger, told);
        }
    }
}
