using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Ostinato.Storage;

namespace Ostinato.Sqlite;

/// <summary>Who wants to hear of changes.</summary>
internal sealed class Observers(ILogger log)
{
    private ImmutableArray<Subscription> _subscriptions = [];

    /// <summary>Called when somebody subscribes.</summary>
    public Action? Joined { get; set; }

    public bool Any => !_subscriptions.IsEmpty;

    public IDisposable Subscribe(Action<StoreSignal> observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        var subscription = new Subscription(this, observer);
        ImmutableInterlocked.Update(ref _subscriptions, (all, one) => all.Add(one), subscription);
        Joined?.Invoke();
        return subscription;
    }

    public void Send(Signals signals)
    {
        foreach (var queue in signals.Queues)
        {
            Send(new StoreSignal(queue));
        }

        if (signals.IsGeneral)
        {
            Send(new StoreSignal(null));
        }
    }

    public void Send(StoreSignal signal)
    {
        foreach (var subscription in _subscriptions)
        {
            try
            {
                subscription.Observer(signal);
            }
            catch (Exception error)
            {
                // The observer's trouble must not become that of the caller whose work has just been committed.
                Log.ObserverFailed(log, signal.Queue, error);
            }
        }
    }

    private sealed class Subscription(Observers observers, Action<StoreSignal> observer) : IDisposable
    {
        public Action<StoreSignal> Observer => observer;

        public void Dispose() => ImmutableInterlocked.Update(ref observers._subscriptions, (all, one) => all.Remove(one), this);
    }
}
