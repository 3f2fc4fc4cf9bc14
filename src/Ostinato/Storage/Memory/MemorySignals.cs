using System.Collections.Immutable;

namespace Ostinato.Storage;

/// <summary>Gathers the signals of one operation and sends them to the observers.</summary>
internal sealed class MemorySignals
{
    private readonly List<StoreSignal> _pending = [];
    private ImmutableArray<Subscription> _subscriptions = [];

    /// <summary>Notes that a queue, or with null anything, may have changed; once an operation.</summary>
    public void Add(string? queue) => Add(new StoreSignal(queue));

    public void Add(StoreSignal signal)
    {
        if (_pending.Count == 0 || (_pending[^1] != signal && !_pending.Contains(signal)))
        {
            _pending.Add(signal);
        }
    }

    public StoreSignal[] Take()
    {
        if (_pending.Count == 0)
        {
            return [];
        }

        StoreSignal[] taken = [.. _pending];
        _pending.Clear();
        return taken;
    }

    public void Send(StoreSignal[] signals)
    {
        foreach (var subscription in _subscriptions)
        {
            foreach (var signal in signals)
            {
                subscription.Observer(signal);
            }
        }
    }

    public IDisposable Subscribe(Action<StoreSignal> observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        var subscription = new Subscription(this, observer);
        ImmutableInterlocked.Update(ref _subscriptions, (all, one) => all.Add(one), subscription);
        return subscription;
    }

    private sealed class Subscription(MemorySignals signals, Action<StoreSignal> observer) : IDisposable
    {
        public Action<StoreSignal> Observer => observer;

        public void Dispose() => ImmutableInterlocked.Update(ref signals._subscriptions, (all, one) => all.Remove(one), this);
    }
}
