using System.Text;
using Ostinato.Bench.Jobs;
using Ostinato.Bench.Measuring;
using Ostinato.Storage;

namespace Ostinato.Bench.Workloads;

/// <summary>How much of the server's log a job's life fills: enqueued in calls of a size, claimed and acknowledged in hundreds.</summary>
internal sealed class LogSize(int perCall) : IWorkload
{
    private const int PerClaim = 100;

    public async Task<Figure> RunAsync(Arguments arguments)
    {
        var jobs = arguments.Jobs ?? 20_000;
        await using var scratch = await Scratch.OpenAsync(arguments);
        await using var system = await JobSystem.StartAsync(arguments, scratch.Database, works: false);
        var claimer = await BareClaimer.JoinAsync(system.Store, PerClaim);
        await InsertAsync(system.Store, 1_000);
        await DrainAsync(claimer);

        var meter = await system.MeterAsync(scratch);
        await InsertAsync(system.Store, jobs);
        var drained = await DrainAsync(claimer);
        var usage = await meter.ReadAsync();
        return Figure.Of(arguments, scratch).With(jobs, usage)
            .With("enqueued_per_call", perCall)
            .VoidWhen(drained != jobs, $"{drained} of {jobs} jobs were claimed");
    }

    private static async Task<int> DrainAsync(BareClaimer claimer)
    {
        var total = 0;
        while (await claimer.ExchangeAsync() is > 0 and var count)
        {
            total += count;
        }

        return total;
    }

    private async Task InsertAsync(IJobStore store, int jobs)
    {
        foreach (var call in Enumerable.Range(0, jobs).Select(Job).Chunk(perCall))
        {
            await store.Inserter.InsertAsync(call, null, CancellationToken.None);
        }
    }

    private static NewJob Job(int number) => new()
    {
        Name = "bench.no-op",
        Queue = JobDefaults.Queue,
        Priority = JobDefaults.Priority,
        Payload = Encoding.UTF8.GetBytes(NoOp.Json(number)),
    };
}
