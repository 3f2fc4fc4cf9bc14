using System.Globalization;
using System.Text.Json.Nodes;
using Ostinato.Bench.Comparing;
using Ostinato.Bench.Measuring;

namespace Ostinato.Bench;

/// <summary>Prints figures: one JSON object a line, or a table for people.</summary>
internal sealed class Report(bool isJson, TextWriter output)
{
    public void Add(Figure figure) => Add(new JsonObject(figure.Values));

    public void Add(JsonObject figure)
    {
        if (isJson)
        {
            output.WriteLine(figure.ToJsonString());
            return;
        }

        var width = figure.Max(value => value.Key.Length);
        foreach (var (name, value) in figure)
        {
            output.WriteLine($"{name.PadRight(width)}  {Text(value)}");
        }

        output.WriteLine();
    }

    /// <summary>Rows with the same columns, as one table.</summary>
    public void Add(IEnumerable<JsonObject> rows)
    {
        JsonObject[] table = [.. rows];
        if (isJson)
        {
            Array.ForEach(table, Add);
            return;
        }

        output.WriteLine(Row(table[0].Select(cell => cell.Key)));
        output.WriteLine(Row(table[0].Select(_ => "---")));
        foreach (var row in table)
        {
            output.WriteLine(Row(row.Select(cell => Text(cell.Value))));
        }

        output.WriteLine();
    }

    public void Add(Bar bar)
    {
        if (isJson)
        {
            Add(new JsonObject
            {
                ["bar"] = bar.Name,
                [bar.Relation] = bar.Wanted,
                ["measured"] = double.IsFinite(bar.Measured) ? bar.Measured : null,
                ["met"] = bar.IsMet,
            });
            return;
        }

        var wanted = $"{bar.Relation} {Text(bar.Wanted)}";
        output.WriteLine($"{(bar.IsMet ? "met  " : "SHORT")}  {bar.Name,-72} {wanted,14} {Text(bar.Measured),14}");
    }

    public static string Text(double number) => number.ToString("#,0.####", CultureInfo.InvariantCulture);

    private static string Row(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";

    private static string Text(JsonNode? value) => value switch
    {
        JsonValue number when number.TryGetValue<long>(out var whole) => whole.ToString("N0", CultureInfo.InvariantCulture),
        JsonValue number when number.TryGetValue<double>(out var fraction) => Text(fraction),
        _ => value?.ToString() ?? "",
    };
}
