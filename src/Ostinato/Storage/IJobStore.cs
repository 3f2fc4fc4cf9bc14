namespace Ostinato.Storage;

/// <summary>A place where jobs are kept. One instance serves every client and worker of a process.</summary>
/// <remarks>
/// The port is split by operation, so that a store is many small classes. Every operation is atomic: it has happened when its task
/// completes, and has not happened when its task throws, unless the operation says otherwise. All times are the store's own clock;
/// the clocks of processes are never compared.
/// </remarks>
public interface IJobStore : IAsyncDisposable
{
    /// <summary>A short name for logs and telemetry, such as <c>sqlite</c>.</summary>
    string Name { get; }

    /// <summary>Stores new jobs.</summary>
    IJobInserter Inserter { get; }

    /// <summary>Fences, acknowledges and claims in one trip.</summary>
    IJobExchange Exchange { get; }

    /// <summary>Completes jobs in transactions of their handlers. By default it refuses every transaction.</summary>
    IJobCompleter Completer => new RefusingCompleter(Name);

    /// <summary>Moves jobs whose time has come to where they can be claimed.</summary>
    IJobPromoter Promoter { get; }

    /// <summary>Who is running, and what the dead held.</summary>
    IProcessRegistry Processes { get; }

    /// <summary>Removes final jobs by age.</summary>
    IJobPruner Pruner { get; }

    /// <summary>Answers questions about jobs, queues and processes.</summary>
    IJobQuery Query { get; }

    /// <summary>Does what a person asks for one job.</summary>
    IJobControl Control { get; }

    /// <summary>Keeps what a person says of queues.</summary>
    IQueueControl Queues { get; }

    /// <summary>Keeps what people did.</summary>
    IAuditLog Audit { get; }

    /// <summary>Keeps schedules and their ticks.</summary>
    IScheduleStore Schedules { get; }

    /// <summary>Keeps what attempts came to over time.</summary>
    IStatisticsStore Statistics { get; }

    /// <summary>Keeps what the fleet knows of breakers.</summary>
    IBreakerStore Breakers { get; }

    /// <summary>Keeps what attempts tell while they run.</summary>
    IJobNotes Notes { get; }

    /// <summary>Tells processes of single jobs; null where the store carries no such news, and until it is open.</summary>
    IJobSignals? JobSignals => null;

    /// <summary>Opens the store and checks its schema. Called once, before anything else.</summary>
    /// <exception cref="OstinatoConfigurationException">The store is not usable; the message names the remedy.</exception>
    ValueTask StartAsync(CancellationToken ct);

    /// <summary>Looks for what is wrong with the store itself. Nothing is found where all is well.</summary>
    ValueTask<IReadOnlyList<Finding>> ExamineAsync(CancellationToken ct) => new([]);

    /// <summary>
    /// Calls back whenever something may have changed: a wake-up, never the truth. May call from any thread; must not block.
    /// </summary>
    IDisposable Subscribe(Action<StoreSignal> observer);
}

/// <summary>Something may have changed.</summary>
/// <param name="Queue">The queue that has jobs to claim, or null where anything may have changed.</param>
public readonly record struct StoreSignal(string? Queue)
{
    /// <summary>
    /// A process that shows no life any more, where the store can see more than missing beats. It may be declared dead if its beat has not
    /// moved.
    /// </summary>
    public ProcessBeat? Gone { get; init; }

    /// <summary>A job that another process follows, and nothing else.</summary>
    public JobId? Followed { get; init; }

    /// <summary>A job that is followed here, and that another process has changed, and nothing else.</summary>
    public JobId? Changed { get; init; }

    /// <summary>Whether it tells of nothing but one job.</summary>
    public bool ConcernsOneJob => Followed is not null || Changed is not null;

    /// <summary>Whether what a person says of a queue has changed. Where this gets lost the next heartbeat tells.</summary>
    public bool ConcernsQueueSettings { get; init; }
}
