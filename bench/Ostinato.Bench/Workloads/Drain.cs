using Ostinato.Bench.Jobs;
using Ostinato.Bench.Measuring;

namespace Ostinato.Bench.Workloads;

/// <summary>Jobs that wait already, and do nothing: what running them costs. Counted inside the handler.</summary>
/// <param name="isAlone">Whether each was enqueued alone, or all in one call.</param>
internal sealed class Drain(bool isAlone = false) : IWorkload
{
    private const int WarmUp = 5_000;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LastTrip = TimeSpan.FromMilliseconds(300);

    public async Task<Figure> RunAsync(Arguments arguments)
    {
        var jobs = arguments.Jobs ?? 100_000;
        await using var scratch = await Scratch.OpenAsync(arguments);
        await using var system = await JobSystem.StartAsync(arguments, scratch.Database, works: true);
        await FillAsync(system, WarmUp);
        await DrainAsync(system);
        await FillAsync(system, jobs);
        if (isAlone)
        {
            await scratch.PostgreSql!.RunAsync(ReadyAlone.Sql);
        }

        var meter = await system.MeterAsync(scratch);
        await DrainAsync(system);
        var usage = await meter.ReadAsync(LastTrip);

        var completed = await system.CountAsync(JobState.Completed);
        return Figure.Of(arguments, scratch)
            .With(jobs, usage)
            .With("concurrency", arguments.Concurrency)
            .VoidWhen(system.Tally.Distinct != jobs, $"{system.Tally.Distinct} of {jobs} jobs ran")
            .VoidWhen(system.Tally.Repeated != 0, $"{system.Tally.Repeated} jobs ran twice")
            .VoidWhen(
                arguments.Store != "memory" && completed != jobs + WarmUp,
                $"{completed} of {jobs + WarmUp} jobs are completed in the store");
    }

    private static async Task FillAsync(JobSystem system, int jobs)
    {
        await system.Admin.Queues.PauseAsync(JobDefaults.Queue, "filling");
        system.Tally.Expect(jobs);
        await system.Jobs.EnqueueManyAsync(Enumerable.Range(0, jobs).Select(number => new NoOp(number)));
    }

    private static async Task DrainAsync(JobSystem system)
    {
        await system.Admin.Queues.ResumeAsync(JobDefaults.Queue);
        await Task.WhenAny(system.Tally.All, Task.Delay(Longest));
    }
}
