using System.Threading.Channels;

namespace Ostinato.Execution;

/// <summary>Wakes one loop: any number of calls before it looks count as one, and none is lost.</summary>
/// <remarks>
/// A call is in hand until the loop waits again, and the first wait is in hand from the start. A call after the end is nobody's.
/// </remarks>
internal sealed class AsyncSignal
{
    private readonly Channel<bool> _channel = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private readonly WorkInHand _work;
    private int _set;
    private bool _inHand = true;

    public AsyncSignal(WorkInHand work)
    {
        _work = work;
        work.Begin();
    }

    public void Set()
    {
        if (Interlocked.Exchange(ref _set, 1) == 0)
        {
            _work.Begin();
            if (!_channel.Writer.TryWrite(true))
            {
                _work.End();
            }
        }
    }

    /// <summary>Ends the loop that waits: the next wait, or the one that is under way, answers false.</summary>
    public void Complete() => _channel.Writer.TryComplete();

    public async ValueTask<bool> WaitAsync()
    {
        if (_inHand)
        {
            _inHand = false;
            _work.End();
        }

        if (!await _channel.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            return false;
        }

        _channel.Reader.TryRead(out _);
        _inHand = true;
        Interlocked.Exchange(ref _set, 0);
        return true;
    }
}
