namespace Ostinato.Sqlite;

/// <summary>Everything that can be done on one connection. Nothing here begins or ends a transaction.</summary>
internal sealed class Session : IDisposable
{
    private readonly TimeProvider _time;
    private Exchange? _exchange;

    public Session(Database database, TimeProvider time)
    {
        _time = time;
        Database = database;
        Kinds = Names.OfKinds(database);
        Queues = Names.OfQueues(database);
        Counter = new Counter(database);
        Places = new Places(database, Queues, Signals, Counter);
        Notes = new Notes(database);
        Bodies = new Bodies(database, Kinds, Notes);
        Failures = new Failures(database);
        Keys = new UniqueKeys(database, Places);
        Cancels = new CancelRequests(database);
    }

    public Database Database { get; }

    public Signals Signals { get; } = new();

    public Names Kinds { get; }

    public Names Queues { get; }

    public Counter Counter { get; }

    public Places Places { get; }

    public Bodies Bodies { get; }

    public Notes Notes { get; }

    public Failures Failures { get; }

    public UniqueKeys Keys { get; }

    public CancelRequests Cancels { get; }

    public Insertion Insertion => field ??= new Insertion(this);

    public Exchange Exchange => _exchange ??= new Exchange(this);

    public PromotionStep Promotion => field ??= new PromotionStep(this);

    public Registry Registry => field ??= new Registry(this);

    public Reaper Reaper => field ??= new Reaper(this);

    public PruningStep Pruning => field ??= new PruningStep(this);

    public JobControl JobControl => field ??= new JobControl(this);

    public Updating Updating => field ??= new Updating(this);

    public QueueControl QueueControl => field ??= new QueueControl(this);

    public AuditLog Audit => field ??= new AuditLog(this);

    public Schedules Schedules => field ??= new Schedules(this);

    public StatisticsTable Statistics => field ??= new StatisticsTable(this);

    public Breakers Breakers => field ??= new Breakers(this);

    public JobReader Reader => field ??= new JobReader(this);

    public JobList List => field ??= new JobList(this);

    public Overview Overview => field ??= new Overview(this);

    /// <summary>The store's clock, in microseconds.</summary>
    public long Now() => Microseconds.Of(_time.GetUtcNow());

    /// <summary>Drops what was learnt in a transaction that is rolled back.</summary>
    public void Forget()
    {
        Signals.Clear();
        Kinds.Forget();
        Queues.Forget();
        _exchange?.Forget();
    }

    public void Dispose() => Database.Dispose();
}
