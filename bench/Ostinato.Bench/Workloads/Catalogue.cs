using Ostinato.Bench.Floors;
using Ostinato.Bench.Recovery;

namespace Ostinato.Bench.Workloads;

/// <summary>Every workload, by name and store.</summary>
internal static class Catalogue
{
    private static readonly string[] Everywhere = ["sqlite", "memory", "postgres"];
    private static readonly string[] Durable = ["sqlite", "postgres"];
    private static readonly string[] OnPostgreSql = ["postgres"];
    private static readonly string[] OnPostgreSqlFloor = ["floor-postgres"];
    private static readonly string[] OnFloor = ["floor-sqlite"];

    private static readonly (string Name, string[] Stores, Func<IWorkload> Create)[] All =
    [
        ("enqueue-bulk", Everywhere, () => new EnqueueBulk()),
        ("enqueue-each", Everywhere, () => new EnqueueEach()),
        ("drain", Everywhere, () => new Drain()),
        ("latency", Everywhere, () => new Latency()),
        ("idle", Everywhere, () => new Idle()),
        ("recover", Durable, () => new Recover()),
        ("memory-flat", Everywhere, () => new MemoryFlat()),
        ("enqueue-bulk", OnFloor, () => new BulkInsertFloor()),
        ("enqueue-each", OnFloor, () => new CommitEachFloor()),
        ("drain", OnFloor, () => new DrainFloor()),
        ("enqueue-bulk", OnPostgreSqlFloor, () => new PostgreSqlFloors.BulkInsertFloor()),
        ("drain", OnPostgreSqlFloor, () => new PostgreSqlFloors.DrainFloor(isAlone: false)),
        ("drain-alone", OnPostgreSqlFloor, () => new PostgreSqlFloors.DrainFloor(isAlone: true)),
        ("drain-alone", OnPostgreSql, () => new Drain(Scene.Alone)),
        ("snapshot", OnPostgreSql, () => new Drain(Scene.UnderSnapshot)),
        ("snapshot-alone", OnPostgreSql, () => new Drain(Scene.AloneUnderSnapshot)),
        ("deep", OnPostgreSql, () => new Drain(Scene.Deep)),
        ("enqueue-tx", OnPostgreSql, () => new EnqueueTransaction()),
        ("wal", OnPostgreSql, () => new LogSize(perCall: 10)),
        ("wal-each", OnPostgreSql, () => new LogSize(perCall: 1)),
        ("contend", OnPostgreSql, () => new Contend()),
        ("contend-alone", OnPostgreSql, () => new Contend(isAlone: true)),
    ];

    public static IEnumerable<string> Names => All.Select(entry => entry.Name).Distinct();

    public static IWorkload Find(Arguments arguments) => All.First(entry => Fits(entry, arguments)).Create();

    /// <summary>What is wrong with the arguments, or null.</summary>
    public static string? Check(Arguments arguments)
    {
        if (arguments.Workload is Bars.Name or WorkerProcess.Role or ClaimerProcess.Role || Array.Exists(All, entry => Fits(entry, arguments)))
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
