namespace Ostinato.Storage;

/// <summary>
/// The store of this process, opened once, by whoever needs it first. A failed opening is tried again by the next caller.
/// </summary>
internal sealed class StoreAccess(IJobStore store) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private volatile bool _open;

    public IJobStore Store => store;

    public bool IsOpen => _open;

    public ValueTask<IJobStore> OpenAsync(CancellationToken ct) => _open ? new(store) : OpenOnceAsync(ct);

    public void Dispose() => _gate.Dispose();

    private async ValueTask<IJobStore> OpenOnceAsync(CancellationToken ct)
    {
        await _gate.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            if (!_open)
            {
                await store.StartAsync(ct).ConfigureAwait(false);
                _open = true;
            }

            return store;
        }
        finally
        {
            _gate.Release();
        }
    }
}
