using Ostinato.Bench.Floors;
using Ostinato.Bench.Peers;
using Ostinato.Bench.Recovery;

namespace Ostinato.Bench.Workloads;

/// <summary>Every workload, by name and store.</summary>
internal static class Catalogue
{
    private static readonly string[] Everywhere = ["sqlite", "memory", "postgres"];
    private static readonly string[] InProcess = ["memory"];
    private static readonly string[] Durable = ["sqlite", "postgres"];
    private static readonly string[] OnPostgreSql = ["postgres"];
    private static readonly string[] OnPostgreSqlFloor = ["floor-postgres"];
    private static readonly string[] OnNode = [Peer.Graphile, Peer.PgBoss];
    private static readonly string[] OnQuartz = [Peer.Quartz];
    private static readonly string[] OnFloor = ["floor-sqlite"];

    private static readonly (string Name, string[] Stores, Func<IWorkload> Create)[] All =
    [
        ("enqueue-bulk", Everywhere, () => new EnqueueBulk()),
        ("enqueue-each", Everywhere, () => new EnqueueEach()),
        ("drain", Everywhere, () => new Drain()),
        ("latency", Everywhere, () => new Latency()),
        ("idle", Everywhere, () => new Idle()),
        ("recover", Durable, () => new Recover()),
        ("cron", InProcess, () => new CronNext()),
        ("memory-flat", Everywhere, () => new MemoryFlat()),
        ("change-many", Everywhere, () => new ChangeMany()),
        ("enqueue-bulk", OnFloor, () => new BulkInsertFloor()),
        ("enqueue-each", OnFloor, () => new CommitEachFloor()),
        ("drain", OnFloor, () => new DrainFloor()),
        ("enqueue-bulk", OnPostgreSqlFloor, () => new PostgreSqlFloors.BulkInsertFloor()),
        ("drain", OnPostgreSqlFloor, () => new PostgreSqlFloors.DrainFloor(isAlone: false)),
        ("drain-alone", OnPostgreSqlFloor, () => new PostgreSqlFloors.DrainFloor(isAlone: true)),
        ("drain-alone", OnPostgreSql, () => new Drain(Scene.Alone)),
        ("snapshot", OnPostgreSql, () => new Drain(Scene.UnderSnapshot)),
        ("snapshot-alone", OnPostgreSql, () => new Drain(Scene.AloneUnderSnapshot)),
        ("latency-snapshot", OnPostgreSql, () => new LatencyUnderSnapshot()),
        ("deep", OnPostgreSql, () => new Drain(Scene.Deep)),
        ("browse", OnPostgreSql, () => new Browse(perRange: 100)),
        ("browse-alone", OnPostgreSql, () => new Browse(perRange: 1)),
        ("enqueue-tx", OnPostgreSql, () => new EnqueueTransaction()),
        ("complete-in", OnPostgreSql, () => new CompleteIn()),
        ("wal", OnPostgreSql, () => new LogSize(perCall: 10)),
        ("wal-each", OnPostgreSql, () => new LogSize(perCall: 1)),
        ("contend", OnPostgreSql, () => new Contend()),
        ("contend-alone", OnPostgreSql, () => new Contend(isAlone: true)),
        ("drain", OnNode, () => new NodePeer()),
        ("snapshot", OnNode, () => new NodePeer()),
        ("latency", OnNode, () => new NodePeer()),
        ("enqueue-bulk", OnNode, () => new NodePeer()),
        ("enqueue-each", OnNode, () => new NodePeer()),
        ("drain", OnQuartz, () => new QuartzDrain()),
        ("snapshot", OnQuartz, () => new QuartzDrain(isUnderSnapshot: true)),
        ("latency", OnQuartz, () => new QuartzLatency()),
        ("enqueue-bulk", OnQuartz, () => new QuartzEnqueue(isBulk: true)),
        ("enqueue-each", OnQuartz, () => new QuartzEnqueue(isBulk: false)),
    ];

    public static IEnumerable<string> Names => All.Select(entry => entry.Name).Distinct();

    public static IWorkload Find(Arguments arguments) => All.First(entry => Fits(entry, arguments)).Create();

    /// <summary>What is wrong with the arguments, or null.</summary>
    public static string? Check(Arguments arguments)
    {
        if (arguments.Workload is WorkerProcess.Role or ClaimerProcess.Role || Bars.Names.Contains(arguments.Workload)
            || Array.Exists(All, entry => Fits(entry, arguments)))
        {
            return null;
        }

        var stores = All.Where(entry => entry.Name == arguments.Workload).SelectMany(entry => entry.Stores).ToList();
        return stores.Count == 0
            ? $"'{arguments.Workload}' is not a workload."
            : $"'{arguments.Workload}' runs on {string.Join(", ", stores)}, not on '{arguments.Store}'.";
    }

    private static bool Fits((string Name, string[] Stores, Func<IWorkload> Create) entry, Arguments arguments) =>
        entry.Name == arguments.Workload && entry.Stores.Contains(arguments.Store);
}
