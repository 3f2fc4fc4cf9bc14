using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Ostinato.PostgreSql;
using Ostinato.Storage;

namespace Ostinato;

/// <summary>Keeps jobs in PostgreSQL 15 or newer. Any number of processes share it; one instance serves all of a process.</summary>
public sealed class PostgreSqlJobStore : IJobStore
{
    private readonly StoreParts _parts;

    /// <summary>A store that is not open yet.</summary>
    /// <param name="source">Where the database is. The caller disposes of it, after the store.</param>
    /// <param name="options">How the store behaves; read once.</param>
    /// <exception cref="OstinatoConfigurationException">An option is out of its range.</exception>
    public PostgreSqlJobStore(NpgsqlDataSource source, PostgreSqlStoreOptions options)
        : this(source, ownsSource: false, options, TimeProvider.System, NullLogger<PostgreSqlJobStore>.Instance)
    {
    }

    internal PostgreSqlJobStore(
        NpgsqlDataSource source, bool ownsSource, PostgreSqlStoreOptions options, TimeProvider time, ILogger<PostgreSqlJobStore> logger)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _parts = new StoreParts(source, ownsSource, options, time, logger);
    }

    /// <inheritdoc/>
    public string Name => "postgresql";

    /// <inheritdoc/>
    public IJobInserter Inserter => _parts.Inserter;

    /// <inheritdoc/>
    public IJobExchange Exchange => _parts.Exchange;

    /// <inheritdoc/>
    public IJobCompleter Completer => _parts.Completer;

    /// <inheritdoc/>
    public IJobPromoter Promoter => _parts.Promoter;

    /// <inheritdoc/>
    public IProcessRegistry Processes => _parts.Processes;

    /// <inheritdoc/>
    public IJobPruner Pruner => _parts.Pruner;

    /// <inheritdoc/>
    public IScheduleStore Schedules => _parts.Schedules;

    /// <inheritdoc/>
    public IStatisticsStore Statistics => _parts.Statistics;

    /// <inheritdoc/>
    public IBreakerStore Breakers => _parts.Breakers;

    /// <inheritdoc/>
    public IJobNotes Notes => _parts.Notes;

    /// <inheritdoc/>
    public IJobQuery Query => _parts.Query;

    /// <inheritdoc/>
    public IJobSignals? JobSignals => _parts.JobSignals;

    /// <inheritdoc/>
    public IJobControl Control => _parts.Control;

    /// <inheritdoc/>
    public IQueueControl Queues => _parts.Queues;

    /// <inheritdoc/>
    public IAuditLog Audit => _parts.Audit;

    /// <summary>What the store has asked of the server so far; for measurements.</summary>
    internal TripCount Count => _parts.Count;

    /// <inheritdoc/>
    public ValueTask StartAsync(CancellationToken ct) => _parts.StartAsync(ct);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Finding>> ExamineAsync(CancellationToken ct) => _parts.Doctor.ExamineAsync(ct);

    /// <inheritdoc/>
    public IDisposable Subscribe(Action<StoreSignal> observer) => _parts.Subscribe(observer);

    /// <summary>Ends what is under way, and closes the connections. What comes later is refused.</summary>
    public ValueTask DisposeAsync() => _parts.DisposeAsync();
}
