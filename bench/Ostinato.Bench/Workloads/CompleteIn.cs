using System.Diagnostics;
using Ostinato.Bench.Jobs;
using Ostinato.Bench.Measuring;

namespace Ostinato.Bench.Workloads;

/// <summary>
/// Handlers that write a row in their own transaction: those that complete the job in it against those that leave that to the engine;
/// blocks of one and the other alternate.
/// </summary>
internal sealed class CompleteIn : IWorkload
{
    private const int PerBlock = 1_000;

    public async Task<Figure> RunAsync(Arguments arguments)
    {
        var blocks = Math.Max(1, (arguments.Jobs ?? 10_000) / PerBlock);
        await using var scratch = await Scratch.OpenAsync(arguments);
        await using var system = await JobSystem.StartAsync(arguments, scratch.Database, works: true);
        await system.Books.OpenAsync(scratch.Database);
        await BlockAsync(system, isCompletedInside: true);
        await BlockAsync(system, isCompletedInside: false);

        var (inside, outside) = (new List<double>(), new List<double>());
        for (var block = 0; block < blocks; block++)
        {
            inside.Add(await BlockAsync(system, isCompletedInside: true));
            outside.Add(await BlockAsync(system, isCompletedInside: false));
        }

        var expected = 2 * (blocks + 1) * PerBlock;
        var completed = await CompletedAsync(system, expected);
        return Figure.Of(arguments, scratch)
            .With("jobs", blocks * PerBlock)
            .With("concurrency", arguments.Concurrency)
            .With("jobs_s", (long)(blocks * PerBlock / inside.Sum()))
            .With("by_engine_jobs_s", (long)(blocks * PerBlock / outside.Sum()))
            .With("over_by_engine_percent", ((inside.Sum() / outside.Sum()) - 1) * 100)
            .VoidWhen(completed != expected, $"{completed} of {expected} jobs are completed in the store");
    }

    private static async Task<double> BlockAsync(JobSystem system, bool isCompletedInside)
    {
        await system.Admin.Queues.PauseAsync(JobDefaults.Queue, "filling");
        system.Tally.Expect(PerBlock);
        await system.Jobs.EnqueueManyAsync(Enumerable.Range(0, PerBlock).Select(number => new Booked(number, isCompletedInside)));
        var startedAt = Stopwatch.GetTimestamp();
        await system.Admin.Queues.ResumeAsync(JobDefaults.Queue);
        await system.Tally.All;
        return Stopwatch.GetElapsedTime(startedAt).TotalSeconds;
    }

    // The last outcomes are still under way when their handlers have ended.
    private static async Task<long> CompletedAsync(JobSystem system, long expected)
    {
        var since = Stopwatch.GetTimestamp();
        long completed;
        while ((completed = await system.CountAsync(JobState.Completed)) < expected && Stopwatch.GetElapsedTime(since).TotalSeconds < 10)
        {
            await Task.Delay(20);
        }

        return completed;
    }
}
