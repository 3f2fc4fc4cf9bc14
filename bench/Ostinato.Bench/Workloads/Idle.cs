using Ostinato.Bench.Measuring;
using Ostinato.Storage;

namespace Ostinato.Bench.Workloads;

/// <summary>What a worker with nothing to do asks of its database and its processor.</summary>
internal sealed class Idle : IWorkload
{
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(3);

    public async Task<Figure> RunAsync(Arguments arguments)
    {
        await using var scratch = await Scratch.OpenAsync(arguments);
        await using var system = await JobSystem.StartAsync(arguments, scratch.Database, works: true);
        var beatCost = await BeatCostAsync(system);
        await Task.Delay(Settling);

        var meter = await UsageMeter.StartAsync(census: null, () => system.Counts);
        await Task.Delay(TimeSpan.FromSeconds(arguments.Seconds));
        var usage = await meter.ReadAsync();

        var seconds = usage.Elapsed.TotalSeconds;
        var beats = Math.Round(seconds / new WorkerOptions().HeartbeatInterval.TotalSeconds);
        return Figure.Of(arguments, scratch)
            .With("elapsed_s", seconds)
            .With("statements_s", usage.Database.Statements / seconds)
            .With("statements_s_beside_heartbeat", Math.Max(0, usage.Database.Statements - (beats * beatCost)) / seconds)
            .With("statements_per_heartbeat", beatCost)
            .With("commits_s", usage.Database.Commits / seconds)
            .With("flushes_s", usage.Database.Flushes / seconds)
            .With("looks_s", usage.Database.Looks / seconds)
            .With("cpu_percent_of_a_core", usage.Cpu / usage.Elapsed * 100)
            .With("alloc_bytes_s", (long)(usage.AllocatedBytes / seconds))
            .With("memory_bytes", Environment.WorkingSet);
    }

    // Beats of another process, so that they can be told from those of the worker: the cheapest is one that nothing else came between.
    private static async Task<double> BeatCostAsync(JobSystem system)
    {
        var registry = system.Store.Processes;
        var process = await registry.JoinAsync(
            new ProcessDescription("bench", 0, new Dictionary<string, int>(), []), null, CancellationToken.None);
        var costs = new List<long>();
        for (var beat = 0; beat < 10; beat++)
        {
            var before = system.Counts.Statements;
            await registry.BeatAsync(process, CancellationToken.None);
            costs.Add(system.Counts.Statements - before);
        }

        await registry.LeaveAsync(process, CancellationToken.None);
        return costs.Min();
    }
}
