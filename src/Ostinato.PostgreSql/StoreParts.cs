using Microsoft.Extensions.Logging;
using Npgsql;
using Ostinato.Storage;

namespace Ostinato.PostgreSql;

/// <summary>The parts of a store, put together.</summary>
internal sealed class StoreParts : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;
    private readonly bool _ownsSource;
    private readonly PostgreSqlStoreOptions _options;
    private readonly ILogger _logger;
    private readonly string _host;
    private readonly StartCheck _check;
    private readonly Links _links;
    private readonly Names _kinds;
    private readonly Names _queues;
    private readonly CallerTransactions _callers;
    private readonly CommitWatch _commits;
    private readonly Observers _observers;
    private readonly Notifier _notifier;
    private readonly Wakes _wakes;
    private readonly Listener _listener;
    private readonly Lookout _lookout;
    private readonly DeathWatch _deaths;
    private readonly SqlFile _callersSql;
    private int _watches;
    private bool _listens;

    public StoreParts(
        NpgsqlDataSource source, bool ownsSource, PostgreSqlStoreOptions options, TimeProvider time, ILogger<PostgreSqlJobStore> logger)
    {
        (_source, _ownsSource, _options, _logger) = (source, ownsSource, options, logger);
        _host = StoreSource.HostOf(source);
        _links = new Links(source, ownsSource, _host, options);
        _check = new StartCheck(source, options, new Migrator(source, options.Schema, time, logger));
        var names = Sql("Names");
        _kinds = Names.OfKinds(_links, names);
        _queues = Names.OfQueues(_links, names);
        var memory = new ScanMemory(time);
        _observers = new Observers((signal, error) => Log.ObserverFailed(logger, signal.Queue, error)) { Joined = Watch };
        _notifier = new Notifier(_links, Sql("Waking"), time, logger);
        var wakes = _wakes = new Wakes(_observers, memory, _notifier, () => _listener!.Hears);
        _commits = new CommitWatch(_links, Sql("Waking"), time, logger);
        var lives = new LifeLocks(Sql("Registry"));
        _listener = new Listener(source, Sql("Waking"), wakes, lives, _links.Count, time, logger);
        _links.Broke = _listener.Doubt;
        _deaths = new DeathWatch(_links, Sql("Registry"), lives, _listener, _observers, time, logger);
        _lookout = new Lookout(_links, Sql("Waking"), _observers, memory, _queues, _listener, time, logger);

        var (places, audits, notes) = (Sql("Places"), Sql("AuditLog"), Sql("Notes"));
        var held = new HeldByProcess();
        _callersSql = Sql("CallerTransactions");
        _callers = new CallerTransactions(_links, _host, options, _callersSql, _commits, wakes);
        var (ids, insertTrip) = (new IdBlocks(_links, Sql("IdBlock")), new InsertTrip(Sql("Insert"), _kinds, _queues));
        Inserter = new PostgreSqlInserter(_links, ids, _kinds, _queues, insertTrip, _callers, wakes, Sql("Insert"));
        Exchange = new PostgreSqlExchange(
            _links, held, new CompletionLook(Sql("Completing"), _commits, wakes), new Settler(Sql("Exchange"), places, notes),
            new Claimer(Sql("Claim"), _kinds, _queues, memory), _queues, wakes, _lookout);
        Completer = new PostgreSqlCompleter(_links, held, _callers, options, Sql("Completing"));
        Promoter = new PostgreSqlPromoter(_links, Sql("Promote"), _queues, wakes);
        Processes = new PostgreSqlProcessRegistry(
            _links, Sql("Registry"), places, held, lives, new Reaper(Sql("Registry"), places, wakes), wakes, _queues)
        {
            SawOthers = areOthers => _listener.AreOthers = areOthers,
        };
        Pruner = new PostgreSqlPruner(
            _links, Sql("Prune"), new Parts(_links, Sql("Parts"), time, logger), new Deleting(Sql("JobControl"), audits),
            new OldResults(_links, Sql("Results"), _kinds));
        Schedules = new PostgreSqlSchedules(_links, Sql("Schedules"), audits, _kinds, _queues, ids, insertTrip, wakes);
        Statistics = new PostgreSqlStatisticsStore(_links, Sql("Statistics"));
        Breakers = new PostgreSqlBreakers(_links, Sql("Breakers"), audits);
        Notes = new PostgreSqlNotes(_links, held, notes);
        Query = new PostgreSqlQuery(
            new JobReader(_links, Sql("Query"), _kinds, _queues), new JobList(_links, Sql("Query"), _kinds, _queues),
            new Overview(_links, Sql("Query")));
        var control = Sql("JobControl");
        Control = new PostgreSqlJobControl(
            _links, new Cancelling(control, places, audits, wakes), new Retrying(control, places, audits, _queues, wakes),
            new Deleting(control, audits), new Reinstating(control, places, wakes), new Updating(_links, control, audits, _queues, wakes),
            new Resuming(_links, control, _kinds, _queues, wakes),
            new ManyJobs(_links, new ChangingMany(Sql("ManyJobs"), places, _queues, wakes)), _queues);
        Doctor = new PostgreSqlDoctor(_links, Sql("Doctor"), Sql("Claim"), _check, source, options.Schema);
        Queues = new PostgreSqlQueueControl(_links, Sql("Queues"), audits, _queues, wakes);
        Audit = new PostgreSqlAuditLog(_links, audits);
    }

    public IJobInserter Inserter { get; }

    public IJobExchange Exchange { get; }

    public IJobCompleter Completer { get; }

    public IJobPromoter Promoter { get; }

    public IProcessRegistry Processes { get; }

    public IJobPruner Pruner { get; }

    public IScheduleStore Schedules { get; }

    public IStatisticsStore Statistics { get; }

    public IBreakerStore Breakers { get; }

    public IJobNotes Notes { get; }

    public IJobQuery Query { get; }

    public IJobSignals? JobSignals => _listens ? _wakes : null;

    public IJobControl Control { get; }

    public IQueueControl Queues { get; }

    public IAuditLog Audit { get; }

    public PostgreSqlDoctor Doctor { get; }

    public TripCount Count => _links.Count;

    public async ValueTask StartAsync(CancellationToken ct)
    {
        try
        {
            var hasPooler = await _check.RunAsync(ct).ConfigureAwait(false);
            UseSessions(hasPooler);
            _callers.Instance = await _links.RunAsync(ReadInstanceAsync, ct).ConfigureAwait(false);
            await _kinds.LearnAllAsync(ct).ConfigureAwait(false);
            await _queues.LearnAllAsync(ct).ConfigureAwait(false);
        }
        catch (Exception error) when (StoreErrors.ExplainStart(error, _host) is var explained && explained != error)
        {
            throw explained;
        }

        Watch();
    }

    public IDisposable Subscribe(Action<StoreSignal> observer) => _observers.Subscribe(observer);

    public async ValueTask DisposeAsync()
    {
        await _deaths.DisposeAsync().ConfigureAwait(false);
        await _lookout.DisposeAsync().ConfigureAwait(false);
        await _listener.DisposeAsync().ConfigureAwait(false);
        await _commits.DisposeAsync().ConfigureAwait(false);
        await _notifier.DisposeAsync().ConfigureAwait(false);
        await _links.DisposeAsync().ConfigureAwait(false);
        if (_ownsSource)
        {
            await _source.DisposeAsync().ConfigureAwait(false);
        }
    }

    private void UseSessions(bool hasPooler)
    {
        var uses = _options.Sessions == PostgreSqlSessions.Use || (_options.Sessions == PostgreSqlSessions.Detect && !hasPooler);
        if (hasPooler && !uses)
        {
            Log.PoolerFound(_logger);
        }

        _links.Prepares = uses;
        _listens = uses;
    }

    // Only a process that runs jobs wants to hear, and only an open store can listen: whichever comes last begins.
    private void Watch()
    {
        if (_callers.Instance != Guid.Empty && _observers.AreThere && Interlocked.Exchange(ref _watches, 1) == 0)
        {
            _lookout.Start();
            if (_listens)
            {
                _listener.Start();
                _deaths.Start();
            }
        }
    }

    private async Task<Guid> ReadInstanceAsync(Link link)
    {
        await using var trip = link.Trip().Add(_callersSql["instance"]);
        return await trip.ScalarAsync<Guid>().ConfigureAwait(false);
    }

    private SqlFile Sql(string name) => SqlFile.Load(name, _options.Schema);
}
