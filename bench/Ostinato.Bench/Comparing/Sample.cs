using System.Text.Json.Nodes;

namespace Ostinato.Bench.Comparing;

/// <summary>What the rounds of one run measured.</summary>
internal sealed class Sample
{
    private readonly List<JsonObject> _figures = [];

    /// <summary>The median of a value; not a number where no round has it.</summary>
    public double this[string name] => Sorted(name) is { Length: > 0 } values ? values[values.Length / 2] : double.NaN;

    public void Add(JsonObject figure) => _figures.Add(figure);

    /// <summary>The median of a value, with the least and the most.</summary>
    public string Spread(string name) => Sorted(name) is { Length: > 0 } values
        ? $"{Report.Text(this[name])} ({Report.Text(values[0])}–{Report.Text(values[^1])})"
        : "";

    private double[] Sorted(string name) =>
        [.. _figures.Where(figure => figure.ContainsKey(name)).Select(figure => figure[name]!.GetValue<double>()).Order()];
}
