using Ostinato.Chaos.Worker;
using Ostinato.Storage;

namespace Ostinato.Chaos;

/// <summary>A job that kills every process that runs it.</summary>
public sealed class PoisonTests
{
    [Fact]
    public async Task A_job_that_killed_three_processes_is_set_aside_and_the_others_go_on()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var store = new SqliteChaosStore();
        await using var run = new ChaosRun(store, seed: 1, ct, poisonAfter: 3);
        var killer = (await run.Jobs.EnqueueAsync(new KillerJob(), ct)).Id;
        await run.EnqueueAsync(40);

        for (var death = 0; death < 3; death++)
        {
            await run.LoseOneAsync();
        }

        await run.StartWorkersAsync(1);
        await Until.TrueAsync(
            async () => await run.Admin.Jobs.GetAsync(killer, ct) is { State: JobState.Suspended, Suspension: SuspensionReason.Poison }
                && (await run.Admin.Jobs.ListAsync(new JobFilter { States = JobStates.Completed, Limit = 100 }, ct)).Jobs.Count == run.Enqueuer.Certain.Count,
            "the killer is set aside, and every other job is completed", TimeSpan.FromSeconds(60), ct);
        await run.StopWorkersAsync();
    }
}
