using Ostinato.Bench.Features;
using Ostinato.Bench.Measuring;

namespace Ostinato.Bench.Workloads;

/// <summary>Jobs that wait already, and do nothing: what running them costs. Counted inside the handler.</summary>
/// <param name="scene">What else is in the database.</param>
internal sealed class Drain(Scene? scene = null) : IWorkload
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LastTrip = TimeSpan.FromMilliseconds(300);

    private readonly Scene _scene = scene ?? new();

    public async Task<Figure> RunAsync(Arguments arguments)
    {
        var jobs = arguments.Jobs ?? 100_000;
        await using var scratch = await Scratch.OpenAsync(arguments);
        await using var system = await JobSystem.StartAsync(arguments, scratch.Database, works: true);
        var feature = FeatureList.Find(arguments.Feature);
        await FillAsync(system, feature, arguments.WarmUp);
        await DrainAsync(system);
        await _scene.BeforeFilling(scratch, arguments);
        await FillAsync(system, feature, jobs);
        await using var around = await _scene.WhenFilled(scratch);
        var before = await system.CountAsync(JobState.Completed);

        var meter = await system.MeterAsync(scratch);
        await DrainAsync(system);
        var usage = await meter.ReadAsync(LastTrip);

        var completed = await system.CountAsync(JobState.Completed) - before;
        var figure = Figure.Of(arguments, scratch)
            .With(jobs, usage)
            .With("concurrency", arguments.Concurrency)
            .With("feature", feature.Name)
            .VoidWhen(system.Tally.Distinct != jobs, $"{system.Tally.Distinct} of {jobs} jobs ran")
            .VoidWhen(system.Tally.Repeated != 0, $"{system.Tally.Repeated} jobs ran twice")
            .VoidWhen(
                arguments.Store != "memory" && completed != jobs, $"{completed} of {jobs} jobs are completed in the store");
        await _scene.AtTheEnd(scratch, system, figure);
        return figure;
    }

    private static async Task FillAsync(JobSystem system, Feature feature, int jobs)
    {
        await system.Admin.Queues.PauseAsync(JobDefaults.Queue, "filling");
        system.Tally.Expect(jobs);
        await feature.EnqueueAsync(system.Jobs, jobs);
    }

    private static async Task DrainAsync(JobSystem system)
    {
        await system.Admin.Queues.ResumeAsync(JobDefaults.Queue);
        await Task.WhenAny(system.Tally.All, Task.Delay(Longest));
    }
}
