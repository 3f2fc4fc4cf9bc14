namespace Ostinato.Storage;

/// <summary>Everything the in-memory store knows. Touched only in a <see cref="MemoryTurn"/>.</summary>
internal sealed class MemoryState
{
    private readonly TimeProvider _time;

    public MemoryState(MemoryStoreOptions options, TimeProvider time)
    {
        _time = time;
        MaxJobs = options.MaxJobs;
        Places = new MemoryPlaces(this, options.MaxFinalJobs);
    }

    public int MaxJobs { get; }

    public Lock Gate { get; } = new();

    public MemorySignals Signals { get; } = new();

    public MemoryJobTable Jobs { get; } = new();

    public MemoryUniqueKeys Keys { get; } = new();

    public MemoryPlaces Places { get; }

    public Dictionary<string, MemoryQueue> Queues { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<long, MemoryProcess> Processes { get; } = [];

    public long LastProcess { get; set; }

    public DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>Waits for a turn, which ends when it is disposed of.</summary>
    public MemoryTurn Begin(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        return new MemoryTurn(this);
    }

    public MemoryQueue Queue(string name)
    {
        if (!Queues.TryGetValue(name, out var queue))
        {
            Queues.Add(name, queue = new MemoryQueue(name));
        }

        return queue;
    }

    /// <summary>The process, if it stands under this epoch.</summary>
    public MemoryProcess? Standing(ProcessIdentity identity) =>
        Processes.TryGetValue(identity.Id, out var process) && process.Identity == identity ? process : null;
}
