using System.Threading.Channels;

namespace Ostinato.Sqlite;

/// <summary>Operations that wait for the writer, in order. Callers wait for room without a thread; the writer waits with its own.</summary>
internal sealed class OperationQueue(int capacity) : IDisposable
{
    private readonly Channel<Operation> _waiting =
        Channel.CreateBounded<Operation>(new BoundedChannelOptions(capacity) { SingleReader = true });

    private readonly AutoResetEvent _arrived = new(initialState: false);
    private readonly Lock _gate = new();
    private int _isWaiting;
    private bool _isDisposed;

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

        // The exchange is a fence, too: either this sees the writer wait, or the writer sees the operation before it does.
        if (Interlocked.Exchange(ref _isWaiting, 0) == 1)
        {
            Wake();
        }
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

        Interlocked.Exchange(ref _isWaiting, 1);
        if (TryTake() is { } late)
        {
            Volatile.Write(ref _isWaiting, 0);
            return late;
        }

        _arrived.WaitOne(timeout);
        Volatile.Write(ref _isWaiting, 0);
        return TryTake();
    }

    public void Wake()
    {
        lock (_gate)
        {
            if (!_isDisposed)
            {
                _arrived.Set();
            }
        }
    }

    /// <summary>Lets no more in. What waits is still taken.</summary>
    public void Close()
    {
        _waiting.Writer.TryComplete();
        Wake();
    }

    /// <summary>Only after the end. Calls that come later do nothing, or are refused.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _arrived.Dispose();
        }
    }
}
