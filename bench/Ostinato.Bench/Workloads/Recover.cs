using System.Diagnostics;
using System.Text.Json;
using Ostinato.Bench.Jobs;
using Ostinato.Bench.Measuring;
using Ostinato.Bench.Recovery;

namespace Ostinato.Bench.Workloads;

/// <summary>Two workers share a queue and one is killed with SIGKILL: how long until the other one runs what the dead one held.</summary>
internal sealed class Recover : IWorkload
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    // Locks that show deaths are trusted by whoever has listened for ten seconds; until then only beats count.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(12);

    public async Task<Figure> RunAsync(Arguments arguments)
    {
        var jobs = arguments.Jobs ?? 2_000;
        await using var scratch = await Scratch.OpenAsync(arguments);
        await using var system = await JobSystem.StartAsync(arguments, scratch.Database, works: false);
        await using var victim = await WorkerHandle.StartAsync(arguments, scratch);
        await using var survivor = await WorkerHandle.StartAsync(arguments, scratch);
        if (arguments.IsOnPostgreSql && arguments.Sessions != PostgreSqlSessions.Avoid)
        {
            await Task.Delay(Settling);
        }

        await system.Jobs.EnqueueManyAsync(Enumerable.Range(0, jobs).Select(number => new Slow(number)));
        await UntilAsync(() => Task.FromResult(victim.Events.Count(run => !run.IsBeginning) >= jobs / 8));

        var killedAt = Stopwatch.GetTimestamp();
        victim.Kill();
        await UntilAsync(async () => await system.CountAsync(JobState.Completed) == jobs);

        var completed = await system.CountAsync(JobState.Completed);
        var held = await HeldByDeadAsync(system);
        await survivor.StopAsync();
        return Result(Figure.Of(arguments, scratch), jobs, completed, held, killedAt, victim.Events, survivor.Events);
    }

    private static Figure Result(
        Figure figure, int jobs, long completed, HashSet<int> held, long killedAt,
        IReadOnlyCollection<RunEvent> victim, IReadOnlyCollection<RunEvent> survivor)
    {
        var recovered = survivor
            .Where(run => run.IsBeginning && held.Contains(run.Job))
            .Select(run => Stopwatch.GetElapsedTime(killedAt, run.At).TotalSeconds)
            .ToList();
        var runs = victim.Concat(survivor).Where(run => run.IsBeginning).CountBy(run => run.Job).ToList();
        return figure
            .With("jobs", jobs)
            .With("held_at_death", held.Count)
            .With("first_recovered_s", recovered.DefaultIfEmpty(double.NaN).Min())
            .With("all_recovered_s", recovered.DefaultIfEmpty(double.NaN).Max())
            .With("lost", jobs - completed)
            .With("never_ran", jobs - runs.Count)
            .With("run_twice", runs.Count(run => run.Value == 2))
            .With("run_more_often", runs.Count(run => run.Value > 2))
            .VoidWhen(held.Count == 0, "the dead process held no job")
            .VoidWhen(recovered.Count < held.Count, $"{recovered.Count} of {held.Count} held jobs ran again");
    }

    // What was counted as a crash; what the dead process acknowledged with its last trip was not.
    private static async Task<HashSet<int>> HeldByDeadAsync(JobSystem system)
    {
        var held = new HashSet<int>();
        var filter = new JobFilter { States = JobStates.Completed, Limit = 1_000 };
        do
        {
            var page = await system.Admin.Jobs.ListAsync(filter);
            held.UnionWith(page.Jobs.Where(job => job.Crashes > 0).Select(Number));
            filter = filter with { After = page.Next };
        }
        while (filter.After is not null);

        return held;
    }

    private static int Number(JobInfo job)
    {
        using var payload = JsonDocument.Parse(job.Payload);
        return payload.RootElement.EnumerateObject().Single().Value.GetInt32();
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        var startedAt = Stopwatch.GetTimestamp();
        while (!await condition() && Stopwatch.GetElapsedTime(startedAt) < Longest)
        {
            await Task.Delay(20);
        }
    }
}
