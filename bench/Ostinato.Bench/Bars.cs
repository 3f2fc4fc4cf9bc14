using System.Text.Json.Nodes;
using Ostinato.Bench.Recovery;

namespace Ostinato.Bench;

/// <summary>Every figure in one run, each in a process of its own, beside the bar that was set for it.</summary>
/// <remarks>A figure and its floor alternate, and the medians are compared, so that a machine that slows down slows both.</remarks>
internal sealed class Bars(Report report)
{
    public const string Name = "bars";
    private const int Rounds = 3;

    // Long enough that the start of a process and its compiler do not count; docs/benchmarks.md has the short run beside it.
    private const string DrainJobs = "1000000";

    private readonly List<Bar> _bars = [];

    public async Task<int> RunAsync()
    {
        await AgainstFloorsAsync();
        await OnItsOwnAsync();
        _bars.ForEach(report.Add);
        return _bars.TrueForAll(bar => bar.IsMet) ? 0 : 1;
    }

    private async Task AgainstFloorsAsync()
    {
        var (drain, drainFloor) = await PairAsync("drain", "--jobs", DrainJobs);
        var (each, eachFloor) = await PairAsync("enqueue-each");
        await PairAsync("enqueue-bulk");
        AtLeast("sqlite drain, share of its floor", 0.5, Rate(drain) / Rate(drainFloor));
        AtLeast("sqlite drain, jobs/s", 50_000, Rate(drain));
        AtLeast("sqlite enqueue-each, times one commit per call", 20, Rate(each) / Rate(eachFloor));
        AtMost("sqlite drain, bytes allocated per job", 2_048, Number(drain, "alloc_bytes_per_job"));
    }

    private async Task OnItsOwnAsync()
    {
        var drain = await MedianAsync("drain", "memory", "--jobs", DrainJobs);
        AtLeast("memory drain, jobs/s", 300_000, Rate(drain));
        AtMost("memory drain, bytes allocated per job", 2_048, Number(drain, "alloc_bytes_per_job"));

        var near = await RunAsync("latency", "sqlite");
        AtMost("latency in one process, p50 ms", 2, Number(near, "p50_ms"));
        AtMost("latency in one process, p99 ms", 10, Number(near, "p99_ms"));
        var far = await RunAsync("latency", "sqlite", "--processes", "2");
        AtMost("latency across processes, p50 ms", 5, Number(far, "p50_ms"));

        var idle = await RunAsync("idle", "sqlite");
        AtMost("idle, statements/s beside the heartbeat", 0.2, Number(idle, "statements_s_beside_heartbeat"));
        AtMost("idle, percent of a core", 1, Number(idle, "cpu_percent_of_a_core"));

        var recover = await RunAsync("recover", "sqlite");
        AtMost("recovery after SIGKILL, s", 10, Number(recover, "all_recovered_s"));
        AtMost("jobs lost by SIGKILL", 0, Number(recover, "lost"));

        var memory = await RunAsync("memory-flat", "sqlite");
        AtMost("heap growth over 1,000,000 jobs, bytes per job", 1, Number(memory, "heap_growth_bytes_per_job"));
    }

    private async Task<(JsonObject Ours, JsonObject Floor)> PairAsync(string workload, params string[] more)
    {
        var (ours, floors) = (new List<JsonObject>(), new List<JsonObject>());
        for (var round = 0; round < Rounds; round++)
        {
            floors.Add(await RunAsync(workload, "floor-sqlite", more));
            ours.Add(await RunAsync(workload, "sqlite", more));
        }

        return (Median(ours), Median(floors));
    }

    private async Task<JsonObject> MedianAsync(string workload, string store, params string[] more)
    {
        var figures = new List<JsonObject>();
        for (var round = 0; round < Rounds; round++)
        {
            figures.Add(await RunAsync(workload, store, more));
        }

        return Median(figures);
    }

    private async Task<JsonObject> RunAsync(string workload, string store, params string[] more)
    {
        using var process = SelfProcess.Start([workload, "--store", store, "--json", .. more]);
        process.StandardInput.Close();
        var line = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var figure = (JsonObject?)JsonNode.Parse(line) ?? throw new InvalidOperationException($"{workload} on {store} printed nothing.");
        report.Add(figure);
        return figure["void"] is { } reason ? throw new InvalidOperationException($"{workload} on {store} is void: {reason}") : figure;
    }

    private void AtLeast(string name, double wanted, double measured) =>
        _bars.Add(new Bar(name, ">=", wanted, measured, measured >= wanted));

    private void AtMost(string name, double wanted, double measured) =>
        _bars.Add(new Bar(name, "<=", wanted, measured, measured <= wanted));

    private static JsonObject Median(List<JsonObject> figures) => figures.OrderBy(Rate).ElementAt(figures.Count / 2);

    private static double Rate(JsonObject figure) => Number(figure, "jobs_s");

    private static double Number(JsonObject figure, string name) => figure[name]!.GetValue<double>();
}

/// <summary>What was wanted of a figure, and what was measured.</summary>
internal sealed record Bar(string Name, string Relation, double Wanted, double Measured, bool IsMet);
