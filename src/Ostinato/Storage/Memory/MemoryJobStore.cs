namespace Ostinato.Storage;

/// <summary>Keeps jobs in the memory of this process, within bounds. They end with it: for tests, and for work that may be lost.</summary>
public sealed class MemoryJobStore : IJobStore, IDisposable
{
    private readonly MemoryState _state;

    /// <summary>An empty store.</summary>
    /// <param name="options">The bounds; read once.</param>
    /// <param name="time">The store's clock.</param>
    /// <exception cref="OstinatoConfigurationException">An option is out of its range.</exception>
    public MemoryJobStore(MemoryStoreOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        options.Validate();
        _state = new MemoryState(options, time);
        var updater = new MemoryUpdater(_state);
        var inserter = new MemoryInserter(_state, updater);
        Inserter = inserter;
        Exchange = new MemoryExchange(_state);
        Promoter = new MemoryPromoter(_state);
        Processes = new MemoryProcessRegistry(_state);
        Pruner = new MemoryPruner(_state);
        Query = new MemoryQuery(_state);
        var audit = new MemoryAuditLog(_state);
        Audit = audit;
        Control = new MemoryJobControl(_state, updater, audit);
        Queues = new MemoryQueueControl(_state, audit);
        Schedules = new MemorySchedules(_state, inserter, audit);
        Statistics = new MemoryStatistics(_state);
        Breakers = new MemoryBreakers(_state, audit);
        Notes = new MemoryNotes(_state);
    }

    /// <inheritdoc/>
    public string Name => "memory";

    /// <inheritdoc/>
    public IJobInserter Inserter { get; }

    /// <inheritdoc/>
    public IJobExchange Exchange { get; }

    /// <inheritdoc/>
    public IJobPromoter Promoter { get; }

    /// <inheritdoc/>
    public IProcessRegistry Processes { get; }

    /// <inheritdoc/>
    public IJobPruner Pruner { get; }

    /// <inheritdoc/>
    public IJobQuery Query { get; }

    /// <inheritdoc/>
    public IJobControl Control { get; }

    /// <inheritdoc/>
    public IQueueControl Queues { get; }

    /// <inheritdoc/>
    public IAuditLog Audit { get; }

    /// <inheritdoc/>
    public IScheduleStore Schedules { get; }

    /// <inheritdoc/>
    public IStatisticsStore Statistics { get; }

    /// <inheritdoc/>
    public IBreakerStore Breakers { get; }

    /// <inheritdoc/>
    public IJobNotes Notes { get; }

    /// <summary>Does nothing: the store is open from the start.</summary>
    public ValueTask StartAsync(CancellationToken ct) => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public IDisposable Subscribe(Action<StoreSignal> observer) => _state.Signals.Subscribe(observer);

    /// <summary>Does nothing: the jobs go when nobody refers to the store any more.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Does nothing. It is there so that a container that holds the store can be disposed of synchronously.</summary>
    public void Dispose()
    {
    }

    /// <summary>Throws unless every job has exactly one place and all counts agree.</summary>
    internal void VerifyPlaces() => MemoryDoctor.Verify(_state);
}
