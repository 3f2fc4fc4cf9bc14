using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Ostinato.Bench.Features;
using Ostinato.Bench.Workloads;

namespace Ostinato.Bench;

/// <summary>What the command line says.</summary>
internal sealed record Arguments
{
    public static string Usage =>
        $"""
        usage: Ostinato.Bench <workload> [--store sqlite|memory|postgres|floor-sqlite|floor-postgres|graphile|pgboss|quartz]
                              [--jobs N] [--warm-up N] [--json]
                              [--callers N] [--concurrency N] [--processes N] [--seconds N] [--folder path] [--sessions use|avoid]
                              [--done N] [--scheduled N] [--claimers N] [--feature {string.Join("|", FeatureList.Names)}]

        workloads: {string.Join(", ", Catalogue.Names)}
        comparisons: bars (everything, beside its bar), bars-local (SQLite and memory), bars-postgres,
                     peers (other job systems on the same PostgreSQL),
                     features (each feature on, beside all off, on one store), each with [--rounds N]
        """;

    public required string Workload { get; init; }

    public string Store { get; init; } = "sqlite";

    /// <summary>How many jobs; null for the workload's own number.</summary>
    public int? Jobs { get; init; }

    /// <summary>How many jobs a drain runs before it is measured.</summary>
    public int WarmUp { get; init; } = 5_000;

    public bool IsJson { get; init; }

    /// <summary>Concurrent callers of <c>enqueue-each</c>.</summary>
    public int Callers { get; init; } = 32;

    /// <summary>Jobs that run at once in a worker.</summary>
    public int Concurrency { get; init; } = 10;

    /// <summary>One process for everything, or one that enqueues and one that handles.</summary>
    public int Processes { get; init; } = 1;

    /// <summary>Whether the PostgreSQL store hears notifications, or only looks.</summary>
    public PostgreSqlSessions Sessions { get; init; } = PostgreSqlSessions.Detect;

    /// <summary>How many jobs have ended when <c>deep</c> begins.</summary>
    public int Done { get; init; } = 10_000_000;

    /// <summary>How many jobs are scheduled for later when <c>deep</c> begins.</summary>
    public int Scheduled { get; init; } = 1_000_000;

    /// <summary>How often a comparison runs each of its workloads.</summary>
    public int Rounds { get; init; } = 3;

    /// <summary>How many claim at once in <c>contend</c>, over all its processes.</summary>
    public int Claimers { get; init; } = 64;

    /// <summary>How long <c>idle</c> looks on, and a snapshot is held in <c>latency-snapshot</c>.</summary>
    public int Seconds { get; init; } = 10;

    /// <summary>Where the database is made; null for the folder of temporary files.</summary>
    public string? Folder { get; init; }

    /// <summary>What each job of <c>drain</c> uses beyond the bare minimum; null for nothing.</summary>
    public string? Feature { get; init; }

    /// <summary>The file that a worker process opens; only for processes that this program starts.</summary>
    public string? Database { get; init; }

    public bool IsOnPostgreSql => Store is not ("sqlite" or "memory" or "floor-sqlite");

    public bool IsFloor => Store.StartsWith("floor-", StringComparison.Ordinal);

    public static bool TryParse(string[] args, [NotNullWhen(true)] out Arguments? arguments, [NotNullWhen(false)] out string? error)
    {
        arguments = null;
        error = args.Length == 0 ? "No workload is named." : null;
        var parsed = new Arguments { Workload = args.FirstOrDefault("") };
        for (var i = 1; i < args.Length && error is null; i++)
        {
            if (args[i] == "--json")
            {
                parsed = parsed with { IsJson = true };
            }
            else
            {
                (parsed, error) = With(parsed, args[i], ++i < args.Length ? args[i] : null);
            }
        }

        error ??= Catalogue.Check(parsed);
        arguments = error is null ? parsed : null;
        return error is null;
    }

    private static (Arguments Parsed, string? Error) With(Arguments parsed, string name, string? value) => (name, value) switch
    {
        (_, null) => (parsed, $"{name} needs a value."),
        ("--store", _) => (parsed with { Store = value }, null),
        ("--sessions", "use" or "avoid") => (
            parsed with { Sessions = value == "use" ? PostgreSqlSessions.Use : PostgreSqlSessions.Avoid }, null),
        ("--feature", _) => FeatureList.Names.Contains(value)
            ? (parsed with { Feature = value }, null)
            : (parsed, $"'{value}' is not a feature."),
        ("--folder", _) => (parsed with { Folder = value }, null),
        ("--database", _) => (parsed with { Database = value }, null),
        _ => int.TryParse(value, CultureInfo.InvariantCulture, out var number) && number > 0
            ? WithNumber(parsed, name, number)
            : (parsed, $"'{value}' is no value for {name}."),
    };

    private static (Arguments Parsed, string? Error) WithNumber(Arguments parsed, string name, int number) => name switch
    {
        "--jobs" => (parsed with { Jobs = number }, null),
        "--warm-up" => (parsed with { WarmUp = number }, null),
        "--callers" => (parsed with { Callers = number }, null),
        "--concurrency" => (parsed with { Concurrency = number }, null),
        "--processes" => (parsed with { Processes = number }, null),
        "--rounds" => (parsed with { Rounds = number }, null),
        "--done" => (parsed with { Done = number }, null),
        "--scheduled" => (parsed with { Scheduled = number }, null),
        "--claimers" => (parsed with { Claimers = number }, null),
        "--seconds" => (parsed with { Seconds = number }, null),
        _ => (parsed, $"{name} is not an option."),
    };
}
