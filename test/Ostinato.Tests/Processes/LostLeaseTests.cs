using Ostinato.Storage;

namespace Ostinato.Tests.Processes;

/// <summary>A process that was declared dead and lives.</summary>
public sealed class LostLeaseTests : EngineTest
{
    private const int Completed = 300;
    private const int LostLease = 312;
    private const int Joined = 313;

    [Fact]
    public async Task Handlers_are_told_and_the_process_joins_again_under_a_new_epoch()
    {
        var engine = await StartAsync();
        await engine.EnqueueAsync(new Work("a", Act.Wait, Act.Succeed));
        var run = await Recorder.StartedAsync("a");

        await DeclareDeadAsync();
        await BeatAsync(engine);

        await Eventually.TrueAsync(() => run.StopReason == StopReason.LostLease, "the handler is told");
        await Eventually.TrueAsync(async () => (await ProcessAsync()) is { Process: { Id: 1, Epoch: 2 } }, "it has joined again");
        (await engine.LoggedAsync(LostLease))[0].Text.ShouldContain("1 running jobs were told to stop");
        await engine.LoggedAsync(Joined, 2);
    }

    [Fact]
    public async Task The_job_runs_again_and_the_first_run_changes_nothing()
    {
        var engine = await StartAsync();
        var id = await engine.EnqueueAsync(new Work("a", Act.Ignore, Act.ReturnCancel));
        await Recorder.StartedAsync("a");
        await DeclareDeadAsync();
        await BeatAsync(engine);

        var job = await engine.UntilAsync(id, JobState.Cancelled);
        Recorder.Open("a");
        await Eventually.TrueAsync(() => Recorder.RunningNow == 0, "the first run has ended");
        await SettleAsync();

        (job.Attempt, job.Crashes, job.Errors[0].Type).ShouldBe((2, 1, "ProcessDied"));
        (await engine.GetAsync(id)).State.ShouldBe(JobState.Cancelled);
    }

    [Fact]
    public async Task An_outcome_that_comes_too_late_is_refused_and_counted()
    {
        var engine = await StartAsync();
        var id = await engine.EnqueueAsync(new Work("a", Act.Ignore));
        await Recorder.StartedAsync("a");
        await engine.Admin.Queues.PauseAsync("default");
        engine.Store.Freeze();
        await DeclareDeadAsync();
        Recorder.Open("a");
        await engine.LoggedAsync(Completed);

        engine.Store.Thaw();

        await engine.LoggedAsync(LostLease);
        engine.Logs.With(LostLease)[0].Text.ShouldContain("1 outcomes were refused");
        var job = await engine.GetAsync(id);
        (job.State, job.Crashes).ShouldBe((JobState.Available, 1));
    }

    [Fact]
    public async Task Jobs_that_waited_in_its_memory_are_not_run_under_the_lost_lease()
    {
        var engine = await StartAsync(new() { Queues = new() { ["default"] = 1 } });
        await LearnThatJobsAreShortAsync(engine);
        await engine.EnqueueAsync(new Work("long", Act.Wait, Act.Succeed));
        await Recorder.StartedAsync("long");
        var waiting = await engine.EnqueueAsync(new Work("waiting"));
        await engine.UntilAsync(waiting, JobState.Executing);
        await DeclareDeadAsync();

        await BeatAsync(engine);

        var job = await engine.UntilAsync(waiting, JobState.Completed);
        job.Crashes.ShouldBe(1);
        Recorder.RunsOf("waiting").ShouldHaveSingleItem().Attempt.ShouldBe(2);
    }

    [Fact]
    public async Task An_answer_that_speaks_of_an_earlier_life_does_no_harm()
    {
        var engine = await StartAsync();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var gate = new TaskCompletionSource();
        engine.Store.OnBeat = _ =>
        {
            begun.TrySetResult();
            return gate.Task;
        };
        await DeclareDeadAsync();
        Time.Advance(TimeSpan.FromSeconds(2));
        await begun.Task.InTimeAsync();

        // The exchange learns of the death first; the beat that is under way will tell of it again, too late.
        await engine.EnqueueAsync(new Work("a", Act.Wait));
        var run = await Recorder.StartedAsync("a");
        engine.Store.OnBeat = null;
        gate.SetResult();
        await SettleAsync();
        await BeatAsync(engine);
        await SettleAsync();

        (await ProcessAsync())!.Process.ShouldBe(new ProcessIdentity(1, 2));
        run.StopReason.ShouldBe(StopReason.None);
        await engine.LoggedAsync(LostLease);
    }

    [Fact]
    public async Task A_process_that_cannot_join_again_says_once_that_it_lost_its_lease()
    {
        var engine = await StartAsync();
        await DeclareDeadAsync();
        var id = await engine.EnqueueAsync(new Work("a"));
        await engine.UntilAsync(id, JobState.Completed);
        await DeclareDeadAsync();
        engine.Store.FailJoins(new IOException("unplugged"));
        await BeatAsync(engine);

        for (var failures = 0; failures < 5; failures++)
        {
            await AdvanceAsync(TimeSpan.FromSeconds(1));
        }

        engine.Store.FailJoins(null);
        Time.Advance(TimeSpan.FromSeconds(10));

        await engine.UntilAsync(await engine.EnqueueAsync(new Work("b")), JobState.Completed);
        engine.Logs.With(LostLease).Count.ShouldBe(2, "once for each of the two deaths");
    }

    [Fact]
    public async Task A_process_that_lost_its_lease_stops_as_any_other()
    {
        var engine = await StartAsync();
        await engine.EnqueueAsync(new Work("a", Act.Wait, Act.Succeed));
        await Recorder.StartedAsync("a");
        await DeclareDeadAsync();

        await engine.StopAsync();

        (await Memory.Query.ProcessesAsync(CancellationToken.None)).ShouldBeEmpty();
    }

    private async Task DeclareDeadAsync()
    {
        var process = (await ProcessAsync())!.Process;
        for (var beat = 0; beat < 1_000; beat++)
        {
            if (await Memory.Processes.ReapAsync(new ProcessBeat(process, beat), poisonAfter: 3, CancellationToken.None) is not null)
            {
                return;
            }
        }

        throw new InvalidOperationException($"Process {process} has beaten more often than this test looks.");
    }

    private async Task<ProcessInfo?> ProcessAsync() => (await Memory.Query.ProcessesAsync(CancellationToken.None)).SingleOrDefault();

    private async Task BeatAsync(Engine engine)
    {
        var beats = engine.Store.Beats;
        Time.Advance(TimeSpan.FromSeconds(2));
        await Eventually.TrueAsync(() => engine.Store.Beats > beats, "the process beats");
    }
}
