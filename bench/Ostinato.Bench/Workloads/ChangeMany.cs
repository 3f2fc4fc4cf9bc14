using System.Diagnostics;
using Ostinato.Bench.Jobs;
using Ostinato.Bench.Measuring;

namespace Ostinato.Bench.Workloads;

/// <summary>What a person does to many jobs with one query: moves them, cancels them, puts them back, removes them.</summary>
internal sealed class ChangeMany : IWorkload
{
    private const int WarmUp = 1_000;
    private const string Elsewhere = "elsewhere";

    public async Task<Figure> RunAsync(Arguments arguments)
    {
        var jobs = arguments.Jobs ?? 20_000;
        await using var scratch = await Scratch.OpenAsync(arguments);
        await using var system = await JobSystem.StartAsync(arguments, scratch.Database, works: false);
        await system.Jobs.EnqueueAsync(new NoOp(0), new() { Queue = Elsewhere, Delay = TimeSpan.FromDays(1) });
        await RunAsync(system, WarmUp);

        var meter = await system.MeterAsync(scratch);
        var (moved, cancelled, retried, deleted) = await RunAsync(system, jobs);
        var usage = await meter.ReadAsync();

        return Figure.Of(arguments, scratch).With(jobs, usage)
            .With("moved_s", moved)
            .With("cancelled_s", cancelled)
            .With("retried_s", retried)
            .With("deleted_s", deleted)
            .VoidWhen(await system.CountAsync(JobState.Available) != 0, "not all jobs are gone");
    }

    private static async Task<(double Moved, double Cancelled, double Retried, double Deleted)> RunAsync(JobSystem system, int jobs)
    {
        await system.Jobs.EnqueueManyAsync(Enumerable.Range(0, jobs).Select(number => new NoOp(number)));
        var admin = system.Admin.Jobs;
        return (
            await RateAsync(jobs, () => admin.MoveAsync($"state:available queue:{JobDefaults.Queue}", Elsewhere)),
            await RateAsync(jobs, () => admin.CancelAsync("state:available", "measured")),
            await RateAsync(jobs, () => admin.RetryAsync("state:cancelled")),
            await RateAsync(jobs, () => admin.DeleteAsync("state:available")));
    }

    private static async Task<double> RateAsync(int jobs, Func<Task<BulkResult>> change)
    {
        var since = Stopwatch.GetTimestamp();
        var result = await change();
        return result.Changed == jobs
            ? jobs / Stopwatch.GetElapsedTime(since).TotalSeconds
            : throw new InvalidOperationException($"{result.Changed} of {jobs} jobs were changed.");
    }
}
