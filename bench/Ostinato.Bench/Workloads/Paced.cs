using System.Diagnostics;
using Ostinato.Bench.Jobs;

namespace Ostinato.Bench.Workloads;

/// <summary>One job every 20 ms, whether or not the last one is done.</summary>
internal static class Paced
{
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    public static async Task SendAsync(IJobClient client, int jobs)
    {
        var calls = new List<Task>(jobs);
        using var timer = new PeriodicTimer(Interval);
        for (var number = 0; number < jobs && await timer.WaitForNextTickAsync(); number++)
        {
            calls.Add(client.EnqueueAsync(new Timed(number, Stopwatch.GetTimestamp())));
        }

        await Task.WhenAll(calls);
    }

    /// <summary>Waits for what was sent to run, but not for ever.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        var startedAt = Stopwatch.GetTimestamp();
        while (!await condition() && Stopwatch.GetElapsedTime(startedAt) < Longest)
        {
            await Task.Delay(50);
        }
    }

    /// <summary>Sends jobs and gives their delays.</summary>
    public static async Task<double[]> RunAsync(JobSystem system, int jobs)
    {
        system.Delays.Clear();
        await SendAsync(system.Jobs, jobs);
        await UntilAsync(() => Task.FromResult(system.Delays.Milliseconds.Count == jobs));
        return [.. system.Delays.Milliseconds];
    }
}
