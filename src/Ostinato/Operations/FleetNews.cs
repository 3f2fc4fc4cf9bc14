using System.Collections.Concurrent;
using Ostinato.Storage;

namespace Ostinato.Operations;

/// <summary>News of single jobs between processes, where the store carries them.</summary>
/// <remarks>Who follows a job says so again and again: what was not said for long is forgotten.</remarks>
internal sealed class FleetNews(TimeProvider time, Action<JobId> changed, Action<int> followed) : IDisposable
{
    public static readonly TimeSpan SaidAgainAfter = TimeSpan.FromSeconds(10);

    private const int Most = 10_000;
    private static readonly TimeSpan ForgottenAfter = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<JobId, long> _followed = new();
    private readonly Lock _lock = new();
    private long _saidAt;
    private IJobSignals? _signals;
    private IDisposable? _subscription;

    /// <summary>Whether others are heard at this moment.</summary>
    public bool AreHeard => _signals is { AreHeard: true };

    /// <summary>Begins to hear others.</summary>
    /// <param name="store">Open.</param>
    public void Attach(IJobStore store)
    {
        lock (_lock)
        {
            if (_subscription is null && store.JobSignals is { } signals)
            {
                _signals = signals;
                _subscription = store.Subscribe(Hear);
            }
        }
    }

    /// <summary>Tells the others that somebody here follows a job.</summary>
    public void Follow(JobId id) => _signals?.Follow(id);

    /// <summary>A job has changed; the others are told if one of them follows it.</summary>
    public void Tell(JobId id)
    {
        if (_followed.IsEmpty)
        {
            return;
        }

        if (time.GetElapsedTime(Volatile.Read(ref _saidAt)) > ForgottenAfter)
        {
            Forget();
        }
        else if (_followed.ContainsKey(id))
        {
            _signals?.Change(id);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _subscription?.Dispose();
        }
    }

    private void Hear(StoreSignal signal)
    {
        if (signal.Changed is { } id)
        {
            changed(id);
        }

        if (signal.Followed is { } asked)
        {
            Remember(asked);
        }
    }

    private void Remember(JobId id)
    {
        Forget();
        var now = time.GetTimestamp();
        Volatile.Write(ref _saidAt, now);
        if (_followed.ContainsKey(id))
        {
            _followed[id] = now;
        }
        else if (_followed.Count < Most && _followed.TryAdd(id, now))
        {
            // Whoever is not remembered looks.
            followed(1);
        }
    }

    private void Forget()
    {
        foreach (var (known, saidAt) in _followed)
        {
            if (time.GetElapsedTime(saidAt) > ForgottenAfter && _followed.TryRemove(known, out _))
            {
                followed(-1);
            }
        }
    }
}
