using Ostinato.Storage;

namespace Ostinato.Queues;

/// <summary>What this process knows of the settings of queues. Reading it costs a look into memory.</summary>
/// <remarks>
/// A worker hears them with every heartbeat, and at once where the store signals that they changed. A process without a worker asks when it
/// enqueues.
/// </remarks>
internal sealed class KnownQueueSettings(TimeProvider time)
{
    private readonly Lock _lock = new();
    private string? _told = "";
    private long _learnedAt;
    private bool _isLearned;
    private volatile Dictionary<string, QueueSettings> _value = new(StringComparer.Ordinal);

    /// <summary>Called after they have changed, from whichever thread learned it.</summary>
    public event Action? Changed;

    public QueueSettings? Of(string queue) => _value.GetValueOrDefault(queue);

    public bool AreAny => _value.Count > 0;

    /// <summary>Whether they were heard within this time.</summary>
    public bool AreFresh(TimeSpan age)
    {
        lock (_lock)
        {
            return _isLearned && time.GetElapsedTime(_learnedAt) < age;
        }
    }

    /// <summary>Takes over what a heartbeat told.</summary>
    /// <returns>False where it cannot be read; what was known stays.</returns>
    public bool Learn(string? told)
    {
        bool isNew;
        lock (_lock)
        {
            if (told == _told)
            {
                (_learnedAt, _isLearned) = (time.GetTimestamp(), true);
                return true;
            }

            if (QueueSettingsJson.ReadAll(told) is not { } read)
            {
                return false;
            }

            _told = told;
            isNew = Take(read);
        }

        Tell(isNew);
        return true;
    }

    /// <summary>Takes over what a look into the store found.</summary>
    public void Learn(IReadOnlyList<StoredQueue> stored)
    {
        var read = new Dictionary<string, QueueSettings>(StringComparer.Ordinal);
        foreach (var queue in stored)
        {
            if (QueueSettingsJson.Read(queue.Settings) is { } settings)
            {
                read[queue.Name] = settings;
            }
        }

        bool isNew;
        lock (_lock)
        {
            // The next heartbeat is read whatever the last one said.
            _told = "";
            isNew = Take(read);
        }

        Tell(isNew);
    }

    public override string ToString()
    {
        var all = _value.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key}: {one.Value}").ToList();
        return all.Count == 0 ? "none" : string.Join("; ", all);
    }

    private bool Take(Dictionary<string, QueueSettings> settings)
    {
        (_learnedAt, _isLearned) = (time.GetTimestamp(), true);
        var isNew = settings.Count != _value.Count
            || settings.Any(one => !_value.TryGetValue(one.Key, out var before) || before != one.Value);
        _value = settings;
        return isNew;
    }

    private void Tell(bool isNew)
    {
        if (isNew)
        {
            Changed?.Invoke();
        }
    }
}
