using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Ostinato.Observing;

namespace Ostinato.Tests.Observing;

/// <summary>Whoever wants to know is told, and can harm nobody.</summary>
public sealed class ObserverTests : EngineTest
{
    private readonly ConcurrentQueue<FinalJob> _finals = new();

    [Fact]
    public async Task An_observer_is_told_before_and_after_each_attempt_and_at_the_end_of_the_job()
    {
        var engine = await StartAsync(new EngineSetup { Configure = o => o.AddObserver<Diary>().AddObserver<Diary>() });
        var diary = (Diary)engine.Services.GetService(typeof(Diary))!;

        await engine.UntilAsync(await engine.EnqueueAsync(new Work("a", Act.Throw, Act.Succeed)), JobState.Retryable);
        await AdvanceAsync(TimeSpan.FromHours(1));
        await engine.UntilCompletedAsync(1);
        await SettleAsync();

        diary.Lines.ShouldBe(["before 1", "after 1 Retry broken", "before 2", "after 2 Completed ", "Completed by Attempt after 2"]);
    }

    [Theory]
    [InlineData(Act.Succeed, JobState.Completed, null)]
    [InlineData(Act.ReturnDiscard, JobState.Discarded, "too old")]
    [InlineData(Act.ThrowDiscarded, JobState.Discarded, "pointless")]
    [InlineData(Act.ReturnCancel, JobState.Cancelled, "not needed")]
    public async Task The_end_of_a_job_is_told_once_with_what_is_known_of_it(Act act, JobState state, string? reason)
    {
        var engine = await StartAsync(Telling());

        var id = await engine.EnqueueAsync(new Work("a", act), new() { Tags = ["blue"], Metadata = new Dictionary<string, string> { ["tenant"] = "7" } });
        await engine.UntilAsync(id, state);

        var told = await OnlyFinalAsync();
        (told.Id, told.Name, told.Queue, told.State, told.Cause, told.Attempt).ShouldBe((id, "work", "default", state, EndCause.Attempt, 1));
        (told.Reason, told.IsDeleted).ShouldBe((reason, false));
        (told.Tags.Single(), told.Metadata["tenant"]).ShouldBe(("blue", "7"));
        (told.Error?.Message).ShouldBe(act == Act.ThrowDiscarded ? "pointless" : null);
    }

    [Fact]
    public async Task What_a_person_cancels_or_deletes_is_told_in_the_process_that_was_asked()
    {
        var engine = await StartAsync(Telling() with { Queues = [] });
        var cancelled = await engine.EnqueueAsync(new Work("a"));
        var deleted = await engine.EnqueueAsync(new Work("b"));

        await engine.Admin.Jobs.CancelAsync(cancelled, "not wanted");
        await engine.Admin.Jobs.DeleteAsync(deleted);
        await engine.Admin.Jobs.DeleteAsync(cancelled);
        await engine.Admin.Jobs.CancelAsync(cancelled, "again");

        var told = await FinalsAsync(2);
        told.OrderBy(one => one.Id.ToString()).Select(one => (one.Id, one.State, one.IsDeleted, one.Cause)).ShouldBe(
            [(cancelled, JobState.Cancelled, false, EndCause.Person), (deleted, JobState.Available, true, EndCause.Person)]);
        told.Single(one => !one.IsDeleted).Reason.ShouldBe("not wanted");
    }

    [Fact]
    public async Task What_is_cancelled_in_bulk_is_told_job_by_job()
    {
        var engine = await StartAsync(Telling() with { Queues = [] });
        for (var i = 0; i < 5; i++)
        {
            await engine.EnqueueAsync(new Work($"{i}"));
        }

        await engine.Admin.Jobs.CancelAsync(new JobFilter { Name = "work" }, "month end");

        (await FinalsAsync(5)).ShouldAllBe(job => job.State == JobState.Cancelled && job.Reason == "month end" && job.Cause == EndCause.Person);
    }

    [Fact]
    public async Task More_than_may_wait_to_be_told_are_cancelled_no_faster_than_observers_are_told()
    {
        const int Jobs = 12_000;
        var gate = new TaskCompletionSource();
        var told = 0;
        var engine = await StartAsync(new EngineSetup
        {
            Queues = [],
            Configure = o => o.OnFinal(async (_, _) =>
            {
                await gate.Task;
                Interlocked.Increment(ref told);
            }),
        });
        await engine.Jobs.EnqueueManyAsync(Enumerable.Range(0, Jobs).Select(number => new Work($"{number}")));

        var all = engine.Admin.Jobs.CancelAsync("name:work", "month end");
        await Eventually.TrueAsync(async () => (await engine.Admin.Queues.ListAsync())[0].Counts[JobState.Cancelled] > 10_000, "the room is full");
        all.IsCompleted.ShouldBeFalse();
        gate.SetResult();
        (await all).Changed.ShouldBe(Jobs);

        await Eventually.TrueAsync(() => Volatile.Read(ref told) == Jobs, "all are told");
        engine.Logs.With(615).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_running_job_that_a_person_cancels_is_told_where_it_ran()
    {
        var (worker, desk) = (await StartAsync(Telling()), await StartAsync(new EngineSetup { Queues = [] }));
        var id = await worker.EnqueueAsync(new Work("a", Act.Wait));
        await Recorder.StartedAsync("a");

        await desk.Admin.Jobs.CancelAsync(id, "stop it");
        await worker.UntilAsync(id, JobState.Cancelled);

        var told = await OnlyFinalAsync();
        (told.State, told.Cause, told.Reason).ShouldBe((JobState.Cancelled, EndCause.Person, "stop it"));
    }

    [Fact]
    public async Task What_is_discarded_for_its_deadline_is_told()
    {
        var client = await StartAsync(new EngineSetup { Queues = [] });
        await client.EnqueueAsync(new Work("a"), new() { DeadlineIn = TimeSpan.FromMinutes(1) });
        Time.Advance(TimeSpan.FromMinutes(2));

        await StartAsync(Telling());

        var told = await OnlyFinalAsync();
        (told.State, told.Cause).ShouldBe((JobState.Discarded, EndCause.Deadline));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_death_ends_is_told_by_who_found_it_dead(bool isPoison)
    {
        var dying = await StartAsync(new EngineSetup { Worker = options => options.PoisonAfter = 1 });
        var id = await dying.EnqueueAsync(new Work("a", Act.Ignore));
        await Recorder.StartedAsync("a");
        var living = await StartAsync(Telling() with { Queues = new() { ["other"] = 1 }, Worker = options => options.PoisonAfter = 1 });
        await KillAsync(dying);
        if (!isPoison)
        {
            await living.Admin.Jobs.CancelAsync(id, "stop it");
        }

        await AdvanceAsync(TimeSpan.FromSeconds(20));

        var told = await OnlyFinalAsync();
        (told.Id, told.State, told.Cause).ShouldBe((id, isPoison ? JobState.Suspended : JobState.Cancelled, EndCause.Death));
        told.Error.ShouldNotBeNull().Type.ShouldBe("ProcessDied");
    }

    [Fact]
    public async Task An_end_that_the_store_has_not_taken_is_not_told()
    {
        var engine = await StartAsync(Telling());
        var id = await engine.EnqueueAsync(new Work("a", Act.Wait));
        await Recorder.StartedAsync("a");
        engine.Store.OnExchange = request => request.Acknowledgements.Count > 0 ? throw new IOException("unplugged") : Task.CompletedTask;

        Recorder.Open("a");
        await AdvanceAsync(TimeSpan.FromSeconds(1));
        _finals.ShouldBeEmpty();
        engine.Store.OnExchange = null;
        await AdvanceAsync(TimeSpan.FromSeconds(10));

        await engine.UntilAsync(id, JobState.Completed);
        (await OnlyFinalAsync()).Id.ShouldBe(id);
    }

    [Fact]
    public async Task What_an_observer_throws_is_logged_and_changes_nothing()
    {
        var engine = await StartAsync(new EngineSetup { Configure = o => o.AddObserver<Thrower>().OnFinal(Keep) });

        var id = await engine.EnqueueAsync(new Work("a"));
        await engine.UntilAsync(id, JobState.Completed);

        (await OnlyFinalAsync()).State.ShouldBe(JobState.Completed);
        (await engine.LoggedAsync(612, 3)).Select(line => line.Text).ShouldBe(
            [
                "Observer Thrower failed before an attempt. The job goes its way.",
                "Observer Thrower failed after an attempt. The job goes its way.",
                "Observer Thrower failed at the end of a job. The job goes its way.",
            ]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_observer_that_hangs_holds_an_attempt_for_its_time_only_and_is_left_alone_once_many_calls_hang(bool blocks)
    {
        using var gate = new ManualResetEventSlim();
        var engine = await StartAsync(new EngineSetup
        {
            Services = services => services.AddSingleton(new Hanger(gate, blocks)),
            Configure = o => o.Services.AddSingleton(new ObserverRegistration(found => (Hanger)found.GetService(typeof(Hanger))!)),
        });
        JobId id = default;
        for (var i = 0; i <= ObservedCalls.MostHanging; i++)
        {
            id = await engine.EnqueueAsync(new Work($"{i}"));
            if (i < ObservedCalls.MostHanging)
            {
                await Eventually.TrueAsync(() => ((Hanger)engine.Services.GetService(typeof(Hanger))!).Calls == i + 1, "the hook hangs");
                Time.Advance(TimeSpan.FromSeconds(5));
            }

            await engine.UntilAsync(id, JobState.Completed);
        }

        engine.Logs.With(613).Count.ShouldBe(ObservedCalls.MostHanging);
        (await engine.LoggedAsync(614)).ShouldHaveSingleItem();
        gate.Set();
    }

    private EngineSetup Telling() => new() { Configure = o => o.OnFinal(Keep) };

    private ValueTask Keep(FinalJob job, CancellationToken ct)
    {
        _finals.Enqueue(job);
        return default;
    }

    private async Task<FinalJob> OnlyFinalAsync() => (await FinalsAsync(1)).ShouldHaveSingleItem();

    private async Task<IReadOnlyList<FinalJob>> FinalsAsync(int count)
    {
        await Eventually.TrueAsync(() => _finals.Count >= count, "the ends are told");
        await SettleAsync();
        return [.. _finals];
    }

    private sealed class Diary : IJobObserver
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public IReadOnlyList<string> Lines => [.. _lines];

        public ValueTask StartingAsync(JobContext attempt, CancellationToken ct) => Write($"before {attempt.Attempt}");

        public ValueTask FinishedAsync(JobContext attempt, AttemptSummary summary, CancellationToken ct) =>
            Write($"after {attempt.Attempt} {summary.End} {summary.Error?.Message}");

        public ValueTask FinalAsync(FinalJob job, CancellationToken ct) => Write($"{job.State} by {job.Cause} after {job.Attempt}");

        private ValueTask Write(string line)
        {
            _lines.Enqueue(line);
            return default;
        }
    }

    private sealed class Thrower : IJobObserver
    {
        public ValueTask StartingAsync(JobContext attempt, CancellationToken ct) => throw new InvalidOperationException("at once");

        public async ValueTask FinishedAsync(JobContext attempt, AttemptSummary summary, CancellationToken ct)
        {
            await Task.Yield();
            throw new InvalidOperationException("later");
        }

        public ValueTask FinalAsync(FinalJob job, CancellationToken ct) => ValueTask.FromException(new InvalidOperationException("in the task"));
    }

    private sealed class Hanger(ManualResetEventSlim gate, bool blocks) : IJobObserver
    {
        private int _calls;

        public int Calls => Volatile.Read(ref _calls);

        public async ValueTask StartingAsync(JobContext attempt, CancellationToken ct)
        {
            Interlocked.Increment(ref _calls);
            if (blocks)
            {
                gate.Wait(CancellationToken.None);
                return;
            }

            await new TaskCompletionSource().Task;
        }
    }
}
