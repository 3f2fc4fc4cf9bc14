using System.Threading.Channels;

namespace Ostinato.Sqlite;

/// <summary>Operations that wait for the writer, in order. Callers wait for room without a thread; the writer waits with its own.</summary>
internal sealed class OperationQueue(int capacity)
{
    private readonly Channel<Operation> _waiting =
        Channel.CreateBounded<Operation>(new BoundedChannelOptions(capacity) { SingleReader = true });

    private readonly object _gate = new();
    private bool _isAwake;

    /// <summary>Whether nothing waits and nothing will.</summary>
    public bool IsAtEnd => _waiting.Reader.Completion.IsCompleted;

    /// <exception cref="ObjectDisposedException">The queue was closed.</exception>
    public async ValueTask AddAsync(Operation operation, CancellationToken ct)
    {
        try
        {
            await _waiting.Writer.WriteAsync(operation, ct).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(SqliteJobStore));
        }

        Wake();
    }

    public Operation? TryTake() => _waiting.Reader.TryRead(out var operation) ? operation : null;

    public Operation? Peek() => _waiting.Reader.TryPeek(out var operation) ? operation : null;

    /// <summary>Waits for the next operation; null when none came in time, or somebody called <see cref="Wake"/>.</summary>
    public Operation? Take(TimeSpan timeout)
    {
        if (TryTake() is { } operation)
        {
            return operation;
        }

        lock (_gate)
        {
            if (!_isAwake)
            {
                Monitor.Wait(_gate, timeout);
            }

            _isAwake = false;
        }

        return TryTake();
    }

    public void Wake()
    {
        lock (_gate)
        {
            if (!_isAwake)
            {
                _isAwake = true;
                Monitor.Pulse(_gate);
            }
        }
    }

    /// <summary>Lets no more in. What waits is still taken.</summary>
    public void Close()
    {
        _waiting.Writer.TryComplete();
        Wake();
    }
}
