using System.Text.Json.Nodes;
using Ostinato.Bench.Features;

namespace Ostinato.Bench.Comparing;

/// <summary>Each feature on, beside all of them off: how much longer a drain takes, and what each job costs more.</summary>
internal sealed class FeatureCosts(Report report, Rounds rounds, string store, int jobs)
{
    private static readonly string[] Costs = ["statements_per_job", "alloc_bytes_per_job", "wal_bytes_per_job", "cpu_us_per_job"];

    public async Task RunAsync()
    {
        string[] names = ["off", .. FeatureList.Names];
        var drains = await rounds.RunAsync([.. names.Select(Line)]);
        report.Add(names.Zip(drains, (name, drain) => Row(name, drain, drains[0])));
    }

    private string Line(string feature) =>
        $"drain --store {store} --jobs {jobs} --warm-up {jobs}" + (feature == "off" ? "" : $" --feature {feature}");

    private static JsonObject Row(string name, Sample drain, Sample off)
    {
        var row = new JsonObject
        {
            ["feature"] = name,
            ["jobs_s"] = drain.Spread("jobs_s"),
            ["share_of_off"] = Math.Round(drain["jobs_s"] / off["jobs_s"], 2),
        };
        foreach (var cost in Costs.Where(cost => double.IsFinite(off[cost])))
        {
            row[cost] = Report.Text(drain[cost]);
        }

        return row;
    }
}
