using Microsoft.Extensions.Logging;
using Ostinato.Storage;

namespace Ostinato.PostgreSql;

/// <summary>Who wants to hear that something may have changed.</summary>
internal sealed class Observers(ILogger logger)
{
    private readonly Lock _lock = new();
    private Action<StoreSignal>[] _observers = [];

    /// <summary>Called when the first observer comes.</summary>
    public Action? OnFirst { get; set; }

    public IDisposable Subscribe(Action<StoreSignal> observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        lock (_lock)
        {
            _observers = [.. _observers, observer];
        }

        OnFirst?.Invoke();
        return new Subscription(this, observer);
    }

    public bool AreThere => _observers.Length > 0;

    public void Signal(string? queue) => Signal(new StoreSignal(queue));

    public void Signal(StoreSignal signal)
    {
        foreach (var observer in _observers)
        {
            try
            {
                observer(signal);
            }
            catch (Exception error)
            {
                Log.ObserverFailed(logger, signal.Queue, error);
            }
        }
    }

    private void Remove(Action<StoreSignal> observer)
    {
        lock (_lock)
        {
            var rest = _observers.ToList();
            rest.Remove(observer);
            _observers = [.. rest];
        }
    }

    private sealed class Subscription(Observers observers, Action<StoreSignal> observer) : IDisposable
    {
        private int _isDisposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
            {
                observers.Remove(observer);
            }
        }
    }
}
