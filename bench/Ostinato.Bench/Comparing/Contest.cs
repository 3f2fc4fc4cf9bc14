using System.Text.Json.Nodes;
using Ostinato.Bench.Peers;

namespace Ostinato.Bench.Comparing;

/// <summary>One value of Ostinato beside that of each other job system.</summary>
/// <param name="Name">What is compared.</param>
/// <param name="Value">The name of the value.</param>
/// <param name="IsMoreBetter">Whether more of it is better.</param>
/// <param name="Wanted">How many times better than the best of the others it should be; null for no bar.</param>
internal sealed record Contest(string Name, string Value, bool IsMoreBetter, double? Wanted, Sample Ours, Dictionary<string, Sample> Others)
{
    public double Best
    {
        get
        {
            double[] values = [.. Others.Values.Select(other => other[Value]).Where(double.IsFinite)];
            return values.Length == 0 ? double.NaN : IsMoreBetter ? values.Max() : values.Min();
        }
    }

    /// <summary>How many times better than the best of the others.</summary>
    public double Ratio => IsMoreBetter ? Ours[Value] / Best : Best / Ours[Value];

    public JsonObject Row()
    {
        var row = new JsonObject { ["compared"] = Name, ["ostinato"] = Ours.Spread(Value) };
        foreach (var peer in Peer.All)
        {
            row[peer] = Others.TryGetValue(peer, out var other) ? other.Spread(Value) : "";
        }

        row["times_better"] = double.IsFinite(Ratio) ? Math.Round(Ratio, 2) : null;
        return row;
    }

    public Bar? Bar() => Wanted is { } wanted ? Comparing.Bar.AtLeast($"{Name}, times better than the best peer", wanted, Ratio) : null;
}
