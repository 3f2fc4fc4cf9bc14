using System.Collections.Concurrent;

namespace Ostinato.PostgreSql;

/// <summary>What this process remembers of the queues that it looks at.</summary>
internal sealed class ScanMemory(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, QueueScan> _queues = new(StringComparer.Ordinal);
    private volatile bool _isSwept;

    /// <summary>Whether somebody looks everywhere beside the claims, which then need not.</summary>
    public bool IsSwept
    {
        get => _isSwept;
        set => _isSwept = value;
    }

    /// <summary>The queues that somebody of this process has claimed from.</summary>
    public ICollection<string> Queues => _queues.Keys;

    public QueueScan Of(string queue) => _queues.GetOrAdd(queue, _ => new QueueScan(this, time));

    /// <summary>Looks everywhere next time.</summary>
    /// <param name="queue">In this queue, or in all.</param>
    public void Forget(string? queue = null)
    {
        foreach (var (name, scan) in _queues)
        {
            if (queue is null || queue == name)
            {
                scan.Forget();
            }
        }
    }
}
