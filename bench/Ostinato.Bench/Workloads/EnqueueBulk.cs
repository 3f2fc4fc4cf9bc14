using Ostinato.Bench.Jobs;
using Ostinato.Bench.Measuring;

namespace Ostinato.Bench.Workloads;

/// <summary>Many jobs at once: 1,000 in each commit.</summary>
internal sealed class EnqueueBulk : IWorkload
{
    private const int WarmUp = 5_000;

    public async Task<Figure> RunAsync(Arguments arguments)
    {
        var jobs = arguments.Jobs ?? 200_000;
        await using var scratch = await Scratch.OpenAsync(arguments);
        await using var system = await JobSystem.StartAsync(arguments, scratch.Database, works: false);
        await system.Jobs.EnqueueManyAsync(Enumerable.Range(0, WarmUp).Select(number => new NoOp(number)));

        var meter = await system.MeterAsync(scratch);
        await system.Jobs.EnqueueManyAsync(Enumerable.Range(0, jobs).Select(number => new NoOp(number)));
        var usage = await meter.ReadAsync();

        var stored = await system.CountAsync(JobState.Available);
        return Figure.Of(arguments, scratch).With(jobs, usage)
            .VoidWhen(stored != jobs + WarmUp, $"{stored} of {jobs + WarmUp} jobs are stored");
    }
}
