using Microsoft.Extensions.Configuration;

namespace Ostinato.Chaos.Worker;

/// <summary>What a worker process is told.</summary>
/// <remarks><c>--store sqlite|postgresql --connection … --ledger … --poisonAfter … --beats quick|default</c></remarks>
public sealed record WorkerArguments(string Store, string Connection, string Ledger, int PoisonAfter, bool BeatsQuickly)
{
    /// <summary>Reads the command line.</summary>
    public static WorkerArguments Of(IConfiguration line) => new(
        Word(line, "store"), Word(line, "connection"), Word(line, "ledger"), line.GetValue<int>("poisonAfter"),
        Word(line, "beats") == "quick");

    /// <summary>The command line.</summary>
    public IEnumerable<string> Line() =>
    [
        "--store", Store, "--connection", Connection, "--ledger", Ledger, "--poisonAfter", $"{PoisonAfter}",
        "--beats", BeatsQuickly ? "quick" : "default",
    ];

    /// <summary>Keeps jobs where it says.</summary>
    public OstinatoBuilder UseStore(OstinatoBuilder builder) => Store switch
    {
        "sqlite" => builder.UseSqlite(Connection),
        "postgresql" => builder.UsePostgreSql(Connection, ChaosSettings.Apply),
        _ => throw new ArgumentException($"There is no store '{Store}'."),
    };

    private static string Word(IConfiguration line, string name) => line[name] ?? throw new ArgumentException($"--{name} is missing.");
}
