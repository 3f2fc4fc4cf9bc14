namespace Ostinato;

/// <summary>What a worker process runs and how it behaves. Configuration section <c>Ostinato:Worker</c> overrides what code says.</summary>
public sealed class WorkerOptions
{
    /// <summary>The queues this process serves, by name. At least one. Configuration: <c>Queues:{name}:Concurrency</c>.</summary>
    public IDictionary<string, QueueOptions> Queues { get; } = new Dictionary<string, QueueOptions>(StringComparer.Ordinal);

    /// <summary>
    /// What this process calls itself beside its host, so that settings of queues can name it (<see cref="QueueSettings.ServedBy"/>).
    /// Default none; each 1 to 100 characters without spaces.
    /// </summary>
    public IList<string> Labels { get; } = [];

    /// <summary>
    /// How long a stop waits for running jobs before it cancels their tokens. Default 20 s, 0 s to 1 h; must leave room within the host's
    /// shutdown timeout.
    /// </summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// How long a handler may ignore its cancelled token before its attempt is reported as abandoned. Default 5 s, 0 s to 10 min.
    /// </summary>
    public TimeSpan AbandonAfter { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How often a process shows life. Default 2 s, 0.1 s to 10 s. All processes of a store must agree, while a deploy changes it, too: one
    /// that looks more often than another beats takes it for dead.
    /// </summary>
    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>After how many heartbeat intervals without a beat of another process it is declared dead. Default 3, 2 to 100.</summary>
    public int MissedBeats { get; set; } = 3;

    /// <summary>After how many deaths of its holders a job is set aside as poison. Default 3, 1 to 1,000.</summary>
    public int PoisonAfter { get; set; } = 3;

    /// <summary>
    /// How many jobs of one queue may wait in memory beside the running ones, when jobs are so short that fetching would slow them. Default
    /// 1,000, 0 to 100,000.
    /// </summary>
    public int MaxPrefetch { get; set; } = 1_000;

    /// <summary>
    /// How large a stored result may be, in bytes of JSON; a job that returns a larger one is discarded, because another attempt would
    /// return the same. Default 1,048,576, 1,024 to 268,435,456. Reloadable.
    /// </summary>
    public int MaxResultBytes { get; set; } = 1024 * 1024;

    /// <summary>How large a checkpoint may be, in bytes of JSON. Default 262,144, 1,024 to 16,777,216. Reloadable.</summary>
    public int MaxCheckpointBytes { get; set; } = 256 * 1024;

    /// <summary>Where the traces of attempts begin. Default: each is one of its own, linked to the span that enqueued the job.</summary>
    public AttemptTraces Traces { get; set; } = AttemptTraces.Linked;
}

/// <summary>How a worker process serves one queue.</summary>
public sealed class QueueOptions
{
    /// <summary>How many of its jobs run at once in this process. Default 10, 1 to 10,000. Reloadable.</summary>
    public int Concurrency { get; set; } = 10;
}
