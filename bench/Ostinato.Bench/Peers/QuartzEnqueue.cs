using Ostinato.Bench.Measuring;
using Ostinato.Bench.Workloads;

namespace Ostinato.Bench.Peers;

/// <summary>New triggers for Quartz.NET, in calls of 1,000 or one a call.</summary>
internal sealed class QuartzEnqueue(bool isBulk) : IWorkload
{
    private const int WarmUp = 200;

    public async Task<Figure> RunAsync(Arguments arguments)
    {
        var jobs = arguments.Jobs ?? 3_000;
        await using var scratch = await Scratch.OpenAsync(arguments);
        await using var system = await QuartzSystem.OpenAsync(scratch);
        await EnqueueAsync(system, WarmUp, arguments.Callers);

        var meter = await UsageMeter.StartAsync(scratch.Census, () => default);
        await EnqueueAsync(system, jobs, arguments.Callers);
        return Figure.Of(arguments, scratch).With(jobs, await meter.ReadAsync());
    }

    private Task EnqueueAsync(QuartzSystem system, int jobs, int callers) => isBulk
        ? system.EnqueueManyAsync(jobs)
        : Parallel.ForEachAsync(
            Enumerable.Range(0, jobs), new ParallelOptions { MaxDegreeOfParallelism = callers },
            async (number, _) => await system.EnqueueAsync(number));
}
