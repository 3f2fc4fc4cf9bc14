using System.Threading.Channels;

namespace Ostinato.Execution;

/// <summary>Wakes one loop: any number of calls before it looks count as one, and none is lost.</summary>
internal sealed class AsyncSignal
{
    private readonly Channel<bool> _channel = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private int _set;

    public void Set()
    {
        if (Interlocked.Exchange(ref _set, 1) == 0)
        {
            _channel.Writer.TryWrite(true);
        }
    }

    /// <summary>Ends the loop that waits: the next wait, or the one that is under way, answers false.</summary>
    public void Complete() => _channel.Writer.TryComplete();

    public async ValueTask<bool> WaitAsync()
    {
        if (!await _channel.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            return false;
        }

        _channel.Reader.TryRead(out _);
        Interlocked.Exchange(ref _set, 0);
        return true;
    }
}
