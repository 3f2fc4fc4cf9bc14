using Ostinato.Bench.Measuring;
using Ostinato.Bench.Workloads;

namespace Ostinato.Bench.Peers;

/// <summary>Triggers that are due already, in the database of Quartz.NET.</summary>
internal sealed class QuartzDrain(bool isUnderSnapshot = false) : IWorkload
{
    private const int WarmUp = 200;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    public async Task<Figure> RunAsync(Arguments arguments)
    {
        var jobs = arguments.Jobs ?? 5_000;
        await using var scratch = await Scratch.OpenAsync(arguments);
        await using var system = await QuartzSystem.OpenAsync(scratch);
        await FillAsync(system, WarmUp);
        await DrainAsync(system);
        await system.StandbyAsync();
        await FillAsync(system, jobs);
        await using var snapshot = isUnderSnapshot ? await OldSnapshot.HoldAsync(scratch) : null;

        var meter = await UsageMeter.StartAsync(scratch.Census, () => default);
        await DrainAsync(system);
        var usage = await meter.ReadAsync();
        return Figure.Of(arguments, scratch).With(jobs, usage)
            .VoidWhen(system.Tally.Distinct != jobs, $"{system.Tally.Distinct} of {jobs} jobs ran");
    }

    private static async Task FillAsync(QuartzSystem system, int jobs)
    {
        system.Tally.Expect(jobs);
        await system.EnqueueManyAsync(jobs);
    }

    private static async Task DrainAsync(QuartzSystem system)
    {
        await system.StartAsync();
        await Task.WhenAny(system.Tally.All, Task.Delay(Longest));
    }
}
