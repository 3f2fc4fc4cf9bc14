using Ostinato.Storage;

namespace Ostinato.Tests.Processes;

/// <summary>Processes that die, and those that go on.</summary>
public sealed class ReapTests : EngineTest
{
    private const int Reaped = 400;
    private const int Discarded = 302;

    [Fact]
    public async Task A_job_whose_process_died_runs_again_within_ten_seconds()
    {
        var dying = await StartAsync();
        var id = await dying.EnqueueAsync(new Work("a", Act.Wait, Act.Succeed));
        await Recorder.StartedAsync("a");
        var living = await StartAsync();
        await KillAsync(dying);

        await BeatsAsync(living, 4);

        var job = await living.UntilAsync(id, JobState.Completed);
        (job.Attempt, job.Crashes).ShouldBe((2, 1));
        job.Errors.ShouldHaveSingleItem().Type.ShouldBe("ProcessDied");
        await living.LoggedAsync(Reaped);
        (Time.GetUtcNow() - new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero)).ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_death_that_the_store_sees_is_acted_on_before_a_beat_is_missed()
    {
        var dying = await StartAsync();
        var id = await dying.EnqueueAsync(new Work("a", Act.Wait, Act.Succeed));
        await Recorder.StartedAsync("a");
        var living = await StartAsync();
        var beat = (await BeatsOfAsync(living)).Single(beat => beat.Process.Id == 1);
        await KillAsync(dying);

        living.Store.Signal(new StoreSignal(null) { Gone = beat });

        (await living.UntilAsync(id, JobState.Completed)).Crashes.ShouldBe(1);
    }

    [Fact]
    public async Task A_process_that_the_store_took_for_gone_and_that_beats_is_left_alone()
    {
        var alive = await StartAsync();
        var id = await alive.EnqueueAsync(new Work("a", Act.Wait));
        await Recorder.StartedAsync("a");
        var watcher = await StartAsync();
        var beat = (await BeatsOfAsync(watcher)).Single(beat => beat.Process.Id == 1);
        await BeatsAsync(alive, 1);
        var beats = watcher.Store.Beats;

        watcher.Store.Signal(new StoreSignal(null) { Gone = beat });

        await Eventually.TrueAsync(() => watcher.Store.Beats > beats, "it has looked");
        await SettleAsync();
        (await watcher.GetAsync(id)).Crashes.ShouldBe(0);
        watcher.Logs.With(Reaped).ShouldBeEmpty();
    }

    [Fact]
    public async Task Rounds_that_come_early_for_the_dead_are_no_looks_at_the_living()
    {
        await StartAsync();
        var watcher = await StartAsync();
        var stranger = new ProcessBeat(new ProcessIdentity(4711, 1), 0);
        for (var round = 0; round < 10; round++)
        {
            var beats = watcher.Store.Beats;
            watcher.Store.Signal(new StoreSignal(null) { Gone = stranger });
            await Eventually.TrueAsync(() => watcher.Store.Beats > beats, "it has beaten early");
            await SettleAsync();
        }

        watcher.Logs.With(Reaped).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_process_that_starts_after_the_death_finds_it_too()
    {
        var dying = await StartAsync();
        var id = await dying.EnqueueAsync(new Work("a", Act.Wait, Act.Succeed));
        await Recorder.StartedAsync("a");
        await KillAsync(dying);
        var later = await StartAsync();

        await BeatsAsync(later, 4);

        await later.UntilAsync(id, JobState.Completed);
    }

    [Fact]
    public async Task A_process_that_beats_slowly_but_in_time_is_left_alone()
    {
        var slow = await StartAsync();
        var watcher = await StartAsync();
        var id = await slow.EnqueueAsync(new Work("a", Act.Wait), new EnqueueOptions());
        await Recorder.StartedAsync("a");
        for (var round = 0; round < 5; round++)
        {
            var gate = new TaskCompletionSource();
            slow.Store.OnBeat = _ => gate.Task;
            await BeatsAsync(watcher, 2);
            var beats = slow.Store.Beats;
            slow.Store.OnBeat = null;
            gate.SetResult();
            await Eventually.TrueAsync(() => slow.Store.Beats > beats, "the slow one beats");
            await SettleAsync();
            await BeatsAsync(slow, 1);
        }

        watcher.Logs.With(Reaped).ShouldBeEmpty();
        (await watcher.GetAsync(id)).Crashes.ShouldBe(0);
    }

    [Fact]
    public async Task A_process_that_was_stopped_past_its_death_and_wakes_changes_nothing()
    {
        var sleeper = await StartAsync();
        var id = await sleeper.EnqueueAsync(new Work("a", Act.Ignore, Act.ReturnDiscard));
        await Recorder.StartedAsync("a");
        var other = await StartAsync();
        sleeper.Store.Freeze();
        await BeatsAsync(other, 4);
        await other.UntilAsync(id, JobState.Discarded);

        sleeper.Store.Thaw();
        Recorder.Open("a");
        await BeatsAsync(sleeper, 1);
        await Eventually.TrueAsync(
            async () => (await Memory.Query.ProcessesAsync(CancellationToken.None)).Select(process => process.Process)
                .SequenceEqual([new ProcessIdentity(1, 2), new ProcessIdentity(2, 1)]),
            "the sleeper has joined again under its next epoch");
        await SettleAsync();

        (await other.GetAsync(id)).State.ShouldBe(JobState.Discarded);
    }

    [Fact]
    public async Task A_job_that_was_to_be_cancelled_ends_cancelled_when_its_process_dies()
    {
        var dying = await StartAsync();
        var id = await dying.EnqueueAsync(new Work("deaf", Act.Ignore));
        await Recorder.StartedAsync("deaf");
        var living = await StartAsync();
        dying.Store.Freeze();
        (await living.Admin.Jobs.CancelAsync(id, "by Ann")).ShouldBe(CancelResult.Requested);
        await KillAsync(dying);

        await BeatsAsync(living, 4);

        (await living.UntilAsync(id, JobState.Cancelled)).Reason.ShouldBe("by Ann");
    }

    [Fact]
    public async Task A_job_that_three_processes_died_of_is_set_aside_as_poison()
    {
        var watcher = await StartAsync(new() { Queues = new() { ["other"] = 1 } });
        var id = await watcher.EnqueueAsync(new Work("poison", Act.Ignore));
        for (var death = 1; death <= 3; death++)
        {
            var victim = await StartAsync();
            await Recorder.StartedAsync("poison", death);
            await KillAsync(victim);
            await BeatsAsync(watcher, 4);
        }

        var job = await watcher.UntilAsync(id, JobState.Suspended);
        (job.Suspension, job.Crashes, job.Errors.Count).ShouldBe((SuspensionReason.Poison, 3, 3));
        job.Reason.ShouldBe("3 processes died while they held it");
        (await watcher.Admin.Jobs.ExplainAsync(id)).Text.ShouldContain("Poison");

        await StartAsync();
        await AdvanceAsync(TimeSpan.FromMinutes(2));
        Recorder.RunsOf("poison").Count.ShouldBe(3, "nobody runs it unasked");
    }

    [Fact]
    public async Task Jobs_that_two_processes_died_of_run_one_at_a_time_beside_others()
    {
        var watcher = await StartAsync(new() { Queues = new() { ["other"] = 1 } });
        await watcher.EnqueueAsync(new Work("suspect", Act.Ignore, Act.Ignore, Act.Wait));
        await watcher.EnqueueAsync(new Work("suspect", Act.Ignore, Act.Ignore, Act.Wait));
        for (var death = 1; death <= 2; death++)
        {
            var victim = await StartAsync();
            await Recorder.StartedAsync("suspect", 2 * death);
            await KillAsync(victim);
            await BeatsAsync(watcher, 4);
        }

        var engine = await StartAsync();
        await Recorder.StartedAsync("suspect", 5);
        await engine.UntilAsync(await engine.EnqueueAsync(new Work("innocent")), JobState.Completed);
        await AdvanceAsync(TimeSpan.FromSeconds(10));
        Recorder.RunsOf("suspect").Count.ShouldBe(5, "the other suspect waits for its turn");

        Recorder.Open("suspect");
        await Recorder.StartedAsync("suspect", 6);
    }

    [Fact]
    public async Task A_last_attempt_that_ended_with_its_process_is_not_run_again()
    {
        var dying = await StartAsync();
        var id = await dying.EnqueueAsync(new Work("a", Act.Ignore), new EnqueueOptions { MaxAttempts = 1 });
        await Recorder.StartedAsync("a");
        await KillAsync(dying);
        var living = await StartAsync();

        await BeatsAsync(living, 4);

        var job = await living.UntilAsync(id, JobState.Discarded);
        job.Reason.ShouldBe("out of attempts (1): the process that held it last died");
        Recorder.RunsOf("a").Count.ShouldBe(1);
        await living.LoggedAsync(Discarded);
    }

    private async Task<IReadOnlyList<ProcessBeat>> BeatsOfAsync(Engine engine) =>
        (await Memory.Processes.BeatAsync((await engine.Admin.ProcessesAsync())[^1].Process, CancellationToken.None)).Beats;

    private async Task BeatsAsync(Engine engine, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var beats = engine.Store.Beats;
            Time.Advance(TimeSpan.FromSeconds(2));
            await Eventually.TrueAsync(() => engine.Store.Beats > beats, "the process beats");
            await SettleAsync();
        }
    }
}
