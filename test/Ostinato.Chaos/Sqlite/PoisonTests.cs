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

    [Fact]
    public async Task In_quarantine_it_dies_alone()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var store = new SqliteChaosStore();
        await using var run = new ChaosRun(store, seed: 2, ct, poisonAfter: 1);
        var killer = (await run.Jobs.EnqueueAsync(new KillerJob(), ct)).Id;
        await run.LoseOneAsync();
        await run.StartWorkersAsync(1);
        await UntilSetAsideAsync(1);
        await run.StopWorkersAsync();

        await run.EnqueueAsync(200);
        (await run.Admin.Jobs.QuarantineAsync(killer, ct)).ShouldBe(RetryResult.Retried);
        await run.LoseOneAsync();
        await run.StartWorkersAsync(1);
        await UntilSetAsideAsync(2);

        await Until.TrueAsync(
            async () => (await run.Admin.Jobs.ListAsync(new JobFilter { States = JobStates.Completed, Limit = 1_000 }, ct)).Jobs.Count
                == run.Enqueuer.Certain.Count,
            "every other job is completed", TimeSpan.FromSeconds(60), ct);
        var jobs = (await run.Admin.Jobs.ListAsync(new JobFilter { Limit = 1_000 }, ct)).Jobs;
        jobs.Where(job => job.Id != killer).ShouldAllBe(job => job.Crashes == 0, "the process held nothing else when it died");
        await run.StopWorkersAsync();

        Task UntilSetAsideAsync(int deaths) => Until.TrueAsync(
            async () => await run.Admin.Jobs.GetAsync(killer, ct) is { State: JobState.Suspended, Suspension: SuspensionReason.Poison } job
                && job.Crashes == deaths,
            $"the killer is set aside after {deaths} deaths", TimeSpan.FromSeconds(60), ct);
    }
}
