using System.Globalization;
using Ostinato.PostgreSql.Servers;
using Ostinato.PostgreSql.Tests.Measuring;

namespace Ostinato.PostgreSql.Tests.Plans;

/// <summary>Runs what is done often while tables and statistics say different things, and keeps the plans.</summary>
public abstract class PlanStages(MeasuredServer server) : IAsyncLifetime
{
    /// <summary>Ten rows or so, statistics of none.</summary>
    public const string Few = "few rows";

    /// <summary>A million rows, statistics of none, in sessions that have known the tables empty.</summary>
    public const string Grown = "grown under a store";

    /// <summary>A million rows, statistics of none.</summary>
    public const string Unknown = "many rows, statistics of none";

    /// <summary>A million rows, and statistics of them.</summary>
    public const string Many = "many rows";

    /// <summary>A million rows, and statistics that were made when all that the pages held had been deleted.</summary>
    public const string Forgotten = "many rows, statistics of emptied pages";

    /// <summary>No rows, statistics of a million.</summary>
    public const string Emptied = "few rows, statistics of many";

    public static readonly string[] Names = [Few, Grown, Unknown, Many, Forgotten, Emptied];

    private const string Schema = "plans";
    private const int ManyRows = 1_000_000;

    // More than the five for which the server plans anew.
    private const int Often = 7;
    private static readonly string[] Files =
        ["Exchange", "Claim", "Insert", "Promote", "Registry", "Prune", "Query", "Waking", "Places", "Completing",
        "JobControl", "ManyJobs", "Parts", "Schedules", "Breakers", "Notes", "Results"];
    private static readonly string[] Tables =
        ["ready", "due", "done", "lease", "job", "unique_claim", "unique_key", "failure", "result", "completion", "cancel", "tick", "note"];

    // Those inside functions that read a table.
    private static readonly (string Sql, string Name)[] Within =
    [
        ($"from {Schema}.process p where p.id = $1 and p.epoch = $2", "fence"),
        ("from unnest($1, $2, $3, $4) as asked (queue, line, seq, below)", "look"),
        ($"from {Schema}.done d where d.state = $1 order by d.finished_at limit 1", "is_any_old"),
    ];

    private readonly Dictionary<string, List<Plan>> _plans = [];
    private readonly Dictionary<string, string> _names = [];

    /// <summary>How a statement was run in a stage, by each way in which the store came to it.</summary>
    public IReadOnlyList<Plan> Of(string stage, string statement) =>
        [.. _plans[stage].Where(plan => NameOf(plan) == statement)];

    /// <summary>How all statements of a stage were run.</summary>
    public IReadOnlyList<Plan> All(string stage) => _plans[stage];

    public async ValueTask InitializeAsync()
    {
        foreach (var (file, name, sql) in Files.SelectMany(
            file => SqlFile.Load(file, Schema).Statements.Select(statement => (file, statement.Key, statement.Value))))
        {
            _names[sql] = _names.ContainsValue(name) ? $"{file}.{name}" : name;
        }

        // Of these the statements within count.
        _names.Remove(SqlFile.Load("Exchange", Schema)["fence"]);
        _names.Remove(SqlFile.Load("Waking", Schema)["look"]);
        _names.Remove(SqlFile.Load("Prune", Schema)["is_any_old"]);

        await using var kept = await server.OpenAsync(Schema, PlanLog.Options);
        var operations = new HotOperations(kept);
        await OnAllTablesAsync("analyze");
        for (var time = 1; time < Often; time++)
        {
            await operations.RunAsync();
        }

        await KeepAsync(Few, operations);
        await FillAsync();
        await KeepAsync(Grown, operations);
        await KeepAsync(Unknown);
        await OnAllTablesAsync("analyze");
        await KeepAsync(Many);
        await ForgetAsync();
        await KeepAsync(Forgotten);
        await OnAllTablesAsync("analyze");
        await OnAllTablesAsync("truncate");
        await KeepAsync(Emptied);
    }

    public virtual async ValueTask DisposeAsync() => await server.ExecuteAsync($"drop schema {Schema} cascade");

    private async Task KeepAsync(string stage)
    {
        await using var fresh = await server.OpenAsync(Schema, PlanLog.Options);
        var operations = new HotOperations(fresh);
        await KeepAsync(stage, operations);
    }

    private async Task KeepAsync(string stage, HotOperations operations) =>
        _plans[stage] = await new PlanLog(server).ReadAsync(operations.RunAsync);

    private string? NameOf(Plan plan) =>
        Within.FirstOrDefault(within => plan.Query.Contains(within.Sql, StringComparison.Ordinal)).Name ?? _names.GetValueOrDefault(plan.Query);

    private async Task OnAllTablesAsync(string command) =>
        await server.ExecuteAsync($"{command} {string.Join(", ", Tables.Select(table => $"{Schema}.{table}"))}");

    // What the server finds when an old snapshot keeps deleted rows on their pages. However many come back, it takes them for one until it
    // looks again.
    private async Task ForgetAsync() =>
        await server.ExecuteAsync(
            $"update pg_class set reltuples = 0 where relnamespace = '{Schema}'::regnamespace and relkind in ('r', 'i', 'p', 'I')");

    // Two at a time: the machine may have two cores.
    private async Task FillAsync()
    {
        var filling = SqlFile.Load("Filling", Schema, typeof(PlanStages).Assembly).Statements.Values;
        var number = ManyRows.ToString(CultureInfo.InvariantCulture);
        await Parallel.ForEachAsync(
            filling,
            new ParallelOptions { MaxDegreeOfParallelism = 2 },
            async (sql, _) => await server.ExecuteAsync(sql.Replace("$1", number, StringComparison.Ordinal)));
    }
}

/// <summary>On the server of all tests that count.</summary>
public sealed class PlanStages15(MeasuredServer server) : PlanStages(server);

/// <summary>On a server of its own.</summary>
public sealed class PlanStages18 : PlanStages
{
    private readonly MeasuredServer _server;

    public PlanStages18()
        : this(new MeasuredServer(PostgreSqlVersion.Npm18))
    {
    }

    private PlanStages18(MeasuredServer server)
        : base(server) => _server = server;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _server.DisposeAsync();
    }
}
