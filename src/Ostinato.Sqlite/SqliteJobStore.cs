using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Ostinato.Storage;

namespace Ostinato.Sqlite;

/// <summary>Keeps jobs in an SQLite file. Several processes may share it; one instance serves all of a process.</summary>
/// <remarks>One thread writes, and everything that waits for it shares one commit. Reading has connections of its own.</remarks>
public sealed class SqliteJobStore : IJobStore
{
    private readonly Observers _observers;
    private readonly Writer _writer;
    private readonly Readers _readers;
    private readonly CallerTransactions _callers;

    /// <summary>A store that is not open yet.</summary>
    /// <param name="options">Where it is and how it behaves; read once.</param>
    /// <param name="time">The store's clock.</param>
    /// <exception cref="OstinatoConfigurationException">An option is out of its range, or the connection string names no file.</exception>
    public SqliteJobStore(SqliteStoreOptions options, TimeProvider time)
        : this(options, time, NullLogger<SqliteJobStore>.Instance)
    {
    }

    /// <inheritdoc cref="SqliteJobStore(SqliteStoreOptions, TimeProvider)"/>
    /// <param name="options">Where it is and how it behaves; read once.</param>
    /// <param name="time">The store's clock.</param>
    /// <param name="logger">Hears of what no caller hears.</param>
    public SqliteJobStore(SqliteStoreOptions options, TimeProvider time, ILogger<SqliteJobStore> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        options.Validate();
        var file = new StoreFile(options);
        Count = file.Statistics;
        _observers = new Observers((signal, error) => Log.ObserverFailed(logger, signal.Queue, error));
        var expected = new ExpectedCommits();
        _writer = new Writer(file, time, _observers, expected, logger);
        _readers = new Readers(file, time);
        _callers = new CallerTransactions(file, time, expected);
        Inserter = new SqliteInserter(_writer, _callers);
        Exchange = new SqliteExchange(_writer);
        Completer = new SqliteCompleter(_callers);
        Promoter = new SqlitePromoter(_writer);
        Processes = new SqliteProcessRegistry(_writer);
        Pruner = new SqlitePruner(_writer, _readers);
        Query = new SqliteQuery(_readers);
        Control = new SqliteJobControl(_writer, _readers);
        Queues = new SqliteQueueControl(_writer, _readers);
        Audit = new SqliteAuditLog(_writer, _readers);
        Schedules = new SqliteSchedules(_writer, _readers);
        Statistics = new SqliteStatisticsStore(_writer, _readers);
        Breakers = new SqliteBreakers(_writer, _readers);
        Notes = new SqliteNotes(_writer, _readers);
    }

    /// <inheritdoc/>
    public string Name => "sqlite";

    /// <inheritdoc/>
    public IJobInserter Inserter { get; }

    /// <inheritdoc/>
    public IJobExchange Exchange { get; }

    /// <inheritdoc/>
    public IJobCompleter Completer { get; }

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

    /// <summary>What the store has asked of SQLite so far; for measurements.</summary>
    internal SqliteStatistics Count { get; }

    /// <inheritdoc/>
    public async ValueTask StartAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        _callers.FullPath = await _writer.StartAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public IDisposable Subscribe(Action<StoreSignal> observer) => _observers.Subscribe(observer);

    /// <summary>Writes what waits, and closes the file. What comes later is refused.</summary>
    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync().ConfigureAwait(false);
        await _readers.DisposeAsync().ConfigureAwait(false);
    }
}
