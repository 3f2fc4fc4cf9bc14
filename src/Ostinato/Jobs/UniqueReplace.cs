namespace Ostinato;

/// <summary>What a second enqueue replaces of the job that holds its unique key, as long as that job waits.</summary>
[Flags]
public enum UniqueReplace
{
    /// <summary>Nothing: the job that is there stays as it is.</summary>
    None = 0,

    /// <summary>The payload.</summary>
    Payload = 1,

    /// <summary>When it may run; what leaves it out means at once.</summary>
    DueAt = 2,

    /// <summary>The priority.</summary>
    Priority = 4,

    /// <summary>The queue.</summary>
    Queue = 8,

    /// <summary>What else a call can say: tags, metadata, attempts, timeout and deadline.</summary>
    Options = 16,

    /// <summary>All of it.</summary>
    All = Payload | DueAt | Priority | Queue | Options,
}
