using System.Text.Json;

namespace Ostinato.PostgreSql.Tests.Plans;

/// <summary>How the server ran a statement once.</summary>
/// <param name="Query">The statement.</param>
/// <param name="Nodes">The steps, each before those that feed it.</param>
public sealed record Plan(string Query, IReadOnlyList<PlanNode> Nodes)
{
    /// <summary>How many pages it touched.</summary>
    public long Pages => Nodes.Sum(node => node.Pages);

    public static Plan Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        var nodes = new List<PlanNode>();
        Add(nodes, document.RootElement.GetProperty("Plan"));
        return new Plan(document.RootElement.GetProperty("Query Text").GetString()!, nodes);
    }

    public override string ToString() => string.Join('\n', Nodes);

    private static void Add(List<PlanNode> nodes, JsonElement node)
    {
        JsonElement[] parts = node.TryGetProperty("Plans", out var plans) ? [.. plans.EnumerateArray()] : [];
        var kind = node.GetProperty("Node Type").GetString()!;
        var turns = Number(node, "Actual Loops");
        nodes.Add(new PlanNode(
            kind,
            Text(node, "Relation Name"),
            Text(node, "Index Name"),
            (long)(Number(node, "Actual Rows") * turns),
            (long)(Number(node, "Rows Removed by Filter") * turns),
            kind == "CTE Scan" ? 0 : Math.Max(0, Touched(node) - parts.Where(part => !IsCte(part)).Sum(Touched))));
        Array.ForEach(parts, part => Add(nodes, part));
    }

    private static long Touched(JsonElement node) => (long)(Number(node, "Shared Hit Blocks") + Number(node, "Shared Read Blocks"));

    // It runs where it is read, or at the end, and not where the plan names it.
    private static bool IsCte(JsonElement node) => Text(node, "Subplan Name")?.StartsWith("CTE ", StringComparison.Ordinal) == true;

    private static string? Text(JsonElement node, string name) => node.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static double Number(JsonElement node, string name) => node.TryGetProperty(name, out var value) ? value.GetDouble() : 0;
}

/// <summary>One step of a plan.</summary>
/// <param name="Kind">What it does, such as <c>Index Scan</c>.</param>
/// <param name="Table">Which table it reads.</param>
/// <param name="Index">Which index it reads by.</param>
/// <param name="Rows">How many rows it gave, over all its turns.</param>
/// <param name="Removed">How many it read for nothing.</param>
/// <param name="Pages">How many pages it touched, without what feeds it.</param>
public sealed record PlanNode(string Kind, string? Table, string? Index, long Rows, long Removed, long Pages)
{
    public override string ToString() => $"{Kind} {Table} {Index}: {Rows} rows, {Removed} for nothing, {Pages} pages";
}
