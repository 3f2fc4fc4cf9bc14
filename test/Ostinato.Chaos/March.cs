using Ostinato.Chaos.Worker;

namespace Ostinato.Chaos;

/// <summary>A process is killed while a job is half-way; the next one goes on from its last checkpoint, and what it logged stays.</summary>
internal static class March
{
    private const int Steps = 400;

    public static async Task JudgeAsync(ChaosStore store, CancellationToken ct)
    {
        await using var run = new ChaosRun(store, seed: 1, ct);
        await run.StartWorkersAsync(1);
        var id = (await run.Jobs.EnqueueAsync(new MarchJob(Steps), ct)).Id;
        await Until.TrueAsync(
            () => run.Ledger().Exists(line => line is { What: "stored", Number: >= Steps / 4 }), "it is on its way", TimeSpan.FromMinutes(1), ct);

        await run.KillOneAsync();
        await run.UntilAllFinalAsync(TimeSpan.FromMinutes(1));
        await run.StopWorkersAsync();

        var steps = run.Ledger();
        var stored = steps.Where(line => line is { What: "stored", Attempt: 1 }).Max(line => line.Number);
        var goesOn = steps.Where(line => line is { What: "step", Attempt: 2 }).Min(line => line.Number);
        stored.ShouldBeInRange(Steps / 4, Steps - 1);

        // The kill may have come after a checkpoint was stored and before that was written down here.
        goesOn.ShouldBeInRange(stored + 1, stored + 2);
        var job = (await run.Admin.Jobs.GetAsync(id, ct)).ShouldNotBeNull();
        (job.State, job.Attempt, job.Crashes).ShouldBe((JobState.Completed, 2, 1));
        (job.Progress!.Done, job.Checkpoint!.Text).ShouldBe((Steps, $"{Steps}"));

        // What the killed process had logged a second and more before.
        var log = await run.Admin.Jobs.LogAsync(id, ct);
        log.Where(line => line.Attempt == 1).Select(line => line.Text).ShouldBe(Enumerable.Range(1, log.Count(line => line.Attempt == 1)).Select(step => $"step {step}"));
        log.Last(line => line.Attempt == 1).Elapsed.ShouldBeGreaterThan(TimeSpan.FromMilliseconds(100));
        log[^1].ShouldBe(log[^1] with { Attempt = 2, Text = $"step {Steps}" });
    }
}
