namespace Ostinato.Execution;

/// <summary>Waits until a process holds no job any more, for so long at the most.</summary>
/// <remarks>It is in hand from its creation to its end, less the waits themselves: only the engine or time can end those.</remarks>
internal sealed class Quiet : IAsyncDisposable
{
    private readonly Holdings _holdings;
    private readonly TimeProvider _time;
    private readonly AsyncSignal _changed;
    private volatile bool _isOver;

    public Quiet(Holdings holdings, TimeProvider time, WorkInHand work)
    {
        (_holdings, _time, _changed) = (holdings, time, new AsyncSignal(work));
        holdings.Emptied = _changed.Set;
    }

    /// <summary>Says whether nothing is held; false when the time was over, or the token cancelled, before that.</summary>
    public async Task<bool> WaitAsync(TimeSpan timeout, CancellationToken ct)
    {
        _isOver = false;
        using var hurry = ct.UnsafeRegister(static self => ((Quiet)self!).EndWait(), this);
        var timer = _time.CreateTimer(static self => ((Quiet)self!).EndWait(), this, timeout, Timeout.InfiniteTimeSpan);
        await using (timer.ConfigureAwait(false))
        {
            while (_holdings.Count > 0 && !_isOver)
            {
                await _changed.WaitAsync().ConfigureAwait(false);
            }
        }

        return _holdings.Count == 0;
    }

    public async ValueTask DisposeAsync()
    {
        _holdings.Emptied = null;
        _changed.Complete();
        while (await _changed.WaitAsync().ConfigureAwait(false))
        {
            // What was called and not waited for is in hand until it is taken.
        }
    }

    private void EndWait()
    {
        _isOver = true;
        _changed.Set();
    }
}
