using Ostinato.Bench.Measuring;
using Ostinato.Bench.Recovery;

namespace Ostinato.Bench.Workloads;

/// <summary>From the enqueue call to the first line of the handler, one job every 20 ms on an idle system.</summary>
internal sealed class Latency : IWorkload
{
    private const int WarmUp = 50;

    public async Task<Figure> RunAsync(Arguments arguments)
    {
        var jobs = arguments.Jobs ?? 1_000;
        await using var scratch = await Scratch.OpenAsync(arguments);
        return arguments.Processes == 1
            ? await WithinAsync(arguments, scratch, jobs)
            : await AcrossAsync(arguments, scratch, jobs);
    }

    private static async Task<Figure> WithinAsync(Arguments arguments, Scratch scratch, int jobs)
    {
        await using var system = await JobSystem.StartAsync(arguments, scratch.Database, works: true);
        await Paced.RunAsync(system, WarmUp);
        return Result(arguments, scratch, jobs, await Paced.RunAsync(system, jobs));
    }

    private static async Task<Figure> AcrossAsync(Arguments arguments, Scratch scratch, int jobs)
    {
        await using var system = await JobSystem.StartAsync(arguments, scratch.Database, works: false);
        await Paced.SendAsync(system.Jobs, WarmUp);
        await using var worker = await WorkerHandle.StartAsync(arguments, scratch);
        await Paced.UntilAsync(async () => await system.CountAsync(JobState.Completed) == WarmUp);

        await Paced.SendAsync(system.Jobs, jobs);
        await Paced.UntilAsync(async () => await system.CountAsync(JobState.Completed) == WarmUp + jobs);
        return Result(arguments, scratch, jobs, [.. (await worker.StopAsync()).Skip(WarmUp)]);
    }

    private static Figure Result(Arguments arguments, Scratch scratch, int jobs, IReadOnlyList<double> milliseconds) =>
        Figure.Of(arguments, scratch)
            .With("jobs", jobs)
            .With("processes", arguments.Processes)
            .WithSpread(milliseconds)
            .VoidWhen(milliseconds.Count != jobs, $"{milliseconds.Count} of {jobs} jobs ran");
}
