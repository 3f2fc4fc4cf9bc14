using Ostinato.Bench.Measuring;
using Ostinato.Bench.Workloads;

namespace Ostinato.Bench.Peers;

/// <summary>From the call that makes a trigger for now to the first line of the job, one every 20 ms.</summary>
internal sealed class QuartzLatency : IWorkload
{
    private const int WarmUp = 50;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    public async Task<Figure> RunAsync(Arguments arguments)
    {
        var jobs = arguments.Jobs ?? 500;
        await using var scratch = await Scratch.OpenAsync(arguments);
        await using var system = await QuartzSystem.OpenAsync(scratch);
        await system.StartAsync();
        await SendAsync(system, WarmUp);
        system.Delays.Clear();
        await SendAsync(system, jobs);
        return Figure.Of(arguments, scratch)
            .With("jobs", jobs)
            .WithSpread(system.Delays.Milliseconds)
            .VoidWhen(system.Tally.Distinct != jobs, $"{system.Tally.Distinct} of {jobs} jobs ran");
    }

    private static async Task SendAsync(QuartzSystem system, int jobs)
    {
        system.Tally.Expect(jobs);
        var calls = new List<Task>(jobs);
        using var timer = new PeriodicTimer(Interval);
        for (var number = 0; number < jobs && await timer.WaitForNextTickAsync(); number++)
        {
            calls.Add(system.EnqueueAsync(number));
        }

        await Task.WhenAll(calls);
        await Task.WhenAny(system.Tally.All, Task.Delay(Longest));
    }
}
