using Ostinato.PostgreSql.Tests.Measuring;

namespace Ostinato.PostgreSql.Tests.Plans;

/// <summary>Reads from the server's log how statements were run.</summary>
internal sealed class PlanLog(MeasuredServer server)
{
    /// <summary>Options of sessions whose plans are logged.</summary>
    public const string Options = "-c session_preload_libraries=auto_explain -c auto_explain.log_min_duration=0 "
        + "-c auto_explain.log_analyze=on -c auto_explain.log_buffers=on -c auto_explain.log_timing=off -c auto_explain.log_format=json "
        + "-c auto_explain.log_nested_statements=on";

    private const string Mark = " plan:\n";

    /// <summary>Runs an operation and gives the plans of its statements.</summary>
    public async Task<List<Plan>> ReadAsync(Func<Task> operation)
    {
        var before = (await server.LogAsync()).Length;
        await operation();
        var logged = (await server.LogAsync())[before..];
        return [.. logged.Split(Mark).Skip(1).Select(part => Plan.Parse(JsonOf(part)))];
    }

    // What belongs to an entry is indented by a tab.
    private static string JsonOf(string part) =>
        string.Join('\n', part.Split('\n').TakeWhile(line => line.StartsWith('\t')).Select(line => line[1..]));
}
