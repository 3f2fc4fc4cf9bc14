namespace Ostinato.Tests.Processes;

/// <summary>A job that killed a process runs once more, and whoever takes it holds nothing else while it runs.</summary>
public sealed class QuarantineTests : EngineTest
{
    private static readonly EngineSetup Setup = new() { Queues = new() { ["default"] = 5 }, Worker = worker => worker.PoisonAfter = 1 };

    [Fact]
    public async Task It_starts_when_all_others_have_ended_and_dies_alone()
    {
        var (engine, killer) = await PoisonAsync();
        var neighbours = await EnqueueAsync(engine, 3, "neighbour");
        await Recorder.StartedAsync("neighbour", 3);

        (await engine.Admin.Jobs.QuarantineAsync(killer)).ShouldBe(RetryResult.Retried);
        await engine.UntilAsync(killer, JobState.Executing);
        neighbours.AddRange(await EnqueueAsync(engine, 10, "later"));
        await SettleAsync();
        Recorder.RunsOf("killer").Count.ShouldBe(1, "others still run");
        Recorder.Open("neighbour");
        await Recorder.StartedAsync("killer", 2);

        (await ExecutingAsync(engine)).ShouldBe([killer]);
        engine.Logs.With(327).Count.ShouldBe(1);
        var other = await StartAsync(Setup);
        await KillAsync(engine);
        Recorder.Open("later");
        await AdvanceAsync(TimeSpan.FromSeconds(20));

        var job = await other.GetAsync(killer);
        (job.State, job.Suspension, job.Crashes).ShouldBe((JobState.Suspended, Ostinato.Storage.SuspensionReason.Poison, 2));
        foreach (var id in neighbours)
        {
            var neighbour = await other.UntilAsync(id, JobState.Completed);
            (neighbour.Attempt, neighbour.Crashes).ShouldBe((1, 0));
        }
    }

    [Fact]
    public async Task One_that_survives_makes_room_for_the_others()
    {
        var (engine, killer) = await PoisonAsync();
        await engine.Admin.Jobs.QuarantineAsync(killer);
        await Recorder.StartedAsync("killer", 2);
        var others = await EnqueueAsync(engine, 10, "others");
        await SettleAsync();
        (await ExecutingAsync(engine)).ShouldBe([killer]);

        Recorder.Open("killer");
        Recorder.Open("others");

        await engine.UntilAsync(killer, JobState.Completed);
        foreach (var id in others)
        {
            await engine.UntilAsync(id, JobState.Completed);
        }
    }

    [Fact]
    public async Task A_neighbour_that_runs_for_long_puts_it_back_and_the_process_goes_on()
    {
        var (engine, killer) = await PoisonAsync();
        await EnqueueAsync(engine, 1, "long");
        await Recorder.StartedAsync("long");
        await engine.Admin.Jobs.QuarantineAsync(killer);
        await SettleAsync();
        var waiting = (await EnqueueAsync(engine, 1, "waiting"))[0];
        Recorder.Open("waiting");

        await AdvanceAsync(TimeSpan.FromSeconds(65));

        var job = await engine.GetAsync(killer);
        (job.State, job.Attempt, job.IsQuarantined).ShouldBe((JobState.Scheduled, 0, true));
        engine.Logs.With(328).Count.ShouldBe(1);
        await engine.UntilAsync(waiting, JobState.Completed);
    }

    [Fact]
    public async Task A_process_that_stops_gives_it_back()
    {
        var (engine, killer) = await PoisonAsync();
        await EnqueueAsync(engine, 1, "long");
        await Recorder.StartedAsync("long");
        await engine.Admin.Jobs.QuarantineAsync(killer);
        await SettleAsync();
        var other = await StartAsync(Setup with { Queues = [] });

        await engine.StopAsync();

        var job = await other.GetAsync(killer);
        (job.State, job.IsQuarantined, job.Crashes).ShouldBe((JobState.Available, true, 1));
    }

    private async Task<(Engine Engine, JobId Killer)> PoisonAsync()
    {
        var dying = await StartAsync(Setup);
        var killer = await dying.EnqueueAsync(new Work("killer", Act.Wait));
        await Recorder.StartedAsync("killer");
        var engine = await StartAsync(Setup);
        await KillAsync(dying);
        await AdvanceAsync(TimeSpan.FromSeconds(20));
        (await engine.GetAsync(killer)).State.ShouldBe(JobState.Suspended);
        return (engine, killer);
    }

    private static async Task<List<JobId>> EnqueueAsync(Engine engine, int count, string key)
    {
        var jobs = new List<JobId>();
        for (var number = 0; number < count; number++)
        {
            jobs.Add(await engine.EnqueueAsync(new Work(key, Act.Wait)));
        }

        return jobs;
    }

    private static async Task<IEnumerable<JobId>> ExecutingAsync(Engine engine) =>
        (await engine.Admin.Jobs.ListAsync(new JobFilter { States = JobStates.Executing })).Jobs.Select(job => job.Id);
}
