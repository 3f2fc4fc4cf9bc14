using System.Collections.Immutable;

namespace Ostinato.Storage.Sql;

/// <summary>Who wants to hear that something may have changed.</summary>
/// <param name="failed">Called with what an observer throws.</param>
internal sealed class Observers(Action<StoreSignal, Exception> failed)
{
    private ImmutableArray<Subscription> _subscriptions = [];

    /// <summary>Called when somebody subscribes.</summary>
    public Action? Joined { get; set; }

    public bool AreThere => !_subscriptions.IsEmpty;

    public IDisposable Subscribe(Action<StoreSignal> observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        var subscription = new Subscription(this, observer);
        ImmutableInterlocked.Update(ref _subscriptions, (all, one) => all.Add(one), subscription);
        Joined?.Invoke();
        return subscription;
    }

    /// <summary>Tells of one queue, or with null of any.</summary>
    public void Send(string? queue) => Send(new StoreSignal(queue));

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
                failed(signal, error);
            }
        }
    }

    private sealed class Subscription(Observers observers, Action<StoreSignal> observer) : IDisposable
    {
        public Action<StoreSignal> Observer => observer;

        public void Dispose() => ImmutableInterlocked.Update(ref observers._subscriptions, (all, one) => all.Remove(one), this);
    }
}
