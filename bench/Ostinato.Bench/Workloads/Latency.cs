using System.Diagnostics;
using Ostinato.Bench.Jobs;
using Ostinato.Bench.Measuring;
using Ostinato.Bench.Recovery;

namespace Ostinato.Bench.Workloads;

/// <summary>
/// From the enqueue call to the first line of the handler, one job every 20 ms on an idle system, whether or not the last one is done.
/// </summary>
internal sealed class Latency : IWorkload
{
    private const int WarmUp = 50;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

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
        await SendAsync(system.Jobs, WarmUp);
        await UntilAsync(() => system.Delays.Milliseconds.Count == WarmUp);
        system.Delays.Clear();

        await SendAsync(system.Jobs, jobs);
        await UntilAsync(() => system.Delays.Milliseconds.Count == jobs);
        return Result(arguments, scratch, jobs, [.. system.Delays.Milliseconds]);
    }

    private static async Task<Figure> AcrossAsync(Arguments arguments, Scratch scratch, int jobs)
    {
        await using var system = await JobSystem.StartAsync(arguments, scratch.Database, works: false);
        await SendAsync(system.Jobs, WarmUp);
        await using var worker = await WorkerHandle.StartAsync(arguments, scratch);
        await UntilAsync(async () => await system.CountAsync(JobState.Completed) == WarmUp);

        await SendAsync(system.Jobs, jobs);
        await UntilAsync(async () => await system.CountAsync(JobState.Completed) == WarmUp + jobs);
        return Result(arguments, scratch, jobs, [.. (await worker.StopAsync()).Skip(WarmUp)]);
    }

    private static Figure Result(Arguments arguments, Scratch scratch, int jobs, IReadOnlyList<double> milliseconds) =>
        Figure.Of(arguments, scratch)
            .With("jobs", jobs)
            .With("processes", arguments.Processes)
            .WithSpread(milliseconds)
            .VoidWhen(milliseconds.Count != jobs, $"{milliseconds.Count} of {jobs} jobs ran");

    private static async Task SendAsync(IJobClient client, int jobs)
    {
        var calls = new List<Task>(jobs);
        using var timer = new PeriodicTimer(Interval);
        for (var number = 0; number < jobs && await timer.WaitForNextTickAsync(); number++)
        {
            calls.Add(client.EnqueueAsync(new Timed(number, Stopwatch.GetTimestamp())));
        }

        await Task.WhenAll(calls);
    }

    private static Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        var startedAt = Stopwatch.GetTimestamp();
        while (!await condition() && Stopwatch.GetElapsedTime(startedAt) < Longest)
        {
            await Task.Delay(50);
        }
    }
}
