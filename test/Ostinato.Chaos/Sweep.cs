using Ostinato.Chaos.Worker;

namespace Ostinato.Chaos;

/// <summary>A process is killed while it changes many jobs; the same again does the rest, and everything is done once.</summary>
internal static class Sweep
{
    private const int Jobs = 10_000;
    private const int PerSecond = 2_000;
    private const string Heap = "heap";

    public static async Task JudgeAsync(ChaosStore store, CancellationToken ct)
    {
        await using var run = new ChaosRun(store, seed: 1, ct);
        await run.Jobs.EnqueueManyAsync(Enumerable.Range(0, Jobs).Select(_ => new MarchJob(1)), new() { Queue = Heap }, ct);
        await run.StartWorkersAsync(1);
        var id = (await run.Jobs.EnqueueAsync(new SweepJob(Heap, PerSecond), ct)).Id;
        await Until.TrueAsync(async () => await CancelledAsync(run, ct) > 0, "it is on its way", TimeSpan.FromMinutes(1), ct);

        await run.KillOneAsync();
        var before = await CancelledAsync(run, ct);
        before.ShouldBeLessThan(Jobs);
        await run.UntilAllFinalAsync(TimeSpan.FromMinutes(1));
        await run.StopWorkersAsync();

        (await CancelledAsync(run, ct)).ShouldBe(Jobs);
        (await run.Admin.Jobs.GetAsync(id, ct)).ShouldNotBeNull().Attempt.ShouldBe(2);

        // The row of the one that was killed says so by having no end.
        var rows = (await run.Admin.AuditAsync(new() { Action = "jobs.cancel" }, ct)).Entries;
        rows.Select(row => (row.Actor, row.EndedAt is null)).ShouldBe([("attempt 2", false), ("attempt 1", true)]);
        rows[0].Count.ShouldBeInRange(1, Jobs - before);
    }

    private static async Task<long> CancelledAsync(ChaosRun run, CancellationToken ct) =>
        (await run.Admin.Queues.ListAsync(ct)).Where(queue => queue.Name == Heap)
            .Sum(queue => queue.Counts.GetValueOrDefault(JobState.Cancelled));
}
