using Ostinato.Storage;

namespace Ostinato.Testing.Tests.World;

public sealed class JobWorldTests
{
    private static readonly DateTimeOffset Start = new FakeTimeProvider().GetUtcNow();

    private readonly Scripts _scripts = new();

    [Fact]
    public async Task Job_runs_at_once_without_time_passing()
    {
        await using var world = await _scripts.StartAsync();

        var handle = await world.Jobs.EnqueueAsync(new Step("a"));
        await world.SettleAsync();

        var execution = world.Executions.ShouldHaveSingleItem();
        execution.Id.ShouldBe(handle.Id);
        execution.Name.ShouldBe("step");
        execution.Payload.ShouldBe(new Step("a"));
        execution.Attempt.ShouldBe(1);
        execution.Outcome.ShouldBe(AttemptEnd.Completed);
        execution.At.ShouldBe(Start);
        world.Time.GetUtcNow().ShouldBe(Start);
    }

    [Fact]
    public async Task Scheduled_jobs_run_in_the_order_of_their_times()
    {
        await using var world = await _scripts.StartAsync();
        await world.Jobs.EnqueueAsync(new Step("in two days"), new() { Delay = TimeSpan.FromDays(2) });
        await world.Jobs.EnqueueAsync(new Step("in an hour"), new() { RunAt = Start.AddHours(1) });
        await world.Jobs.EnqueueAsync(new OtherStep("in a minute"), new() { Delay = TimeSpan.FromMinutes(1) });

        await world.AdvanceAsync(TimeSpan.FromDays(2));

        Runs(world).ShouldBe(["in a minute 00:01:00", "in an hour 01:00:00", "in two days 2.00:00:00"]);
    }

    [Fact]
    public async Task Job_does_not_run_before_its_time()
    {
        await using var world = await _scripts.StartAsync();
        await world.Jobs.EnqueueAsync(new Step("a"), new() { Delay = TimeSpan.FromHours(1) });

        await world.AdvanceAsync(TimeSpan.FromHours(1) - TimeSpan.FromTicks(1));
        var early = world.Executions.Count;
        await world.AdvanceAsync(TimeSpan.FromTicks(1));

        early.ShouldBe(0);
        Runs(world).ShouldBe(["a 01:00:00"]);
    }

    [Fact]
    public async Task Failed_job_retries_after_exactly_its_documented_backoff()
    {
        _scripts.On("a", context => context.Attempt < 3 ? throw new InvalidOperationException($"no {context.Attempt}") : JobOutcome.Done);
        await using var world = await _scripts.StartAsync();
        await world.Jobs.EnqueueAsync(new Step("a"));

        await world.AdvanceAsync(TimeSpan.FromHours(1));

        Runs(world).ShouldBe(["a 00:00:00", "a 00:01:00", "a 00:03:00"]);
        world.Executions.Select(execution => execution.Outcome).ShouldBe([AttemptEnd.Retry, AttemptEnd.Retry, AttemptEnd.Completed]);
        world.Executions[0].Error.ShouldBeOfType<InvalidOperationException>().Message.ShouldBe("no 1");
        world.Executions[0].RunsAgainAt.ShouldBe(Start.AddMinutes(1));
        world.Executions[2].Error.ShouldBeNull();
    }

    [Fact]
    public async Task Job_out_of_attempts_is_discarded()
    {
        _scripts.On("a", _ => throw new InvalidOperationException("broken"));
        await using var world = await _scripts.StartAsync();
        var handle = await world.Jobs.EnqueueAsync(new Step("a"));

        await world.DrainAsync();

        world.Executions[^1].Outcome.ShouldBe(AttemptEnd.Discarded);
        world.Executions[^1].Reason.ShouldBe("out of attempts (3): broken");
        (await world.Admin.Jobs.GetAsync(handle.Id))!.State.ShouldBe(JobState.Discarded);
    }

    [Fact]
    public async Task Snoozed_job_runs_again_without_spending_an_attempt()
    {
        var snoozes = 0;
        _scripts.On("a", _ => ++snoozes <= 2 ? JobOutcome.Snooze(TimeSpan.FromMinutes(7)) : JobOutcome.Done);
        await using var world = await _scripts.StartAsync();
        await world.Jobs.EnqueueAsync(new Step("a"));

        await world.DrainAsync();

        Runs(world).ShouldBe(["a 00:00:00", "a 00:07:00", "a 00:14:00"]);
        world.Executions.ShouldAllBe(execution => execution.Attempt == 1);
    }

    [Fact]
    public async Task Handler_that_waits_for_the_clock_is_waited_for()
    {
        var time = new FakeTimeProvider();
        _scripts.On("a", async (_, ct) =>
        {
            await Task.Delay(TimeSpan.FromMinutes(3), time, ct);
            await Task.Delay(TimeSpan.FromMinutes(2), time, ct);
            return JobOutcome.Done;
        });
        await using var world = await _scripts.StartAsync(time);
        await world.Jobs.EnqueueAsync(new Step("a"));
        await world.Jobs.EnqueueAsync(new Step("b"));

        await world.AdvanceAsync(TimeSpan.FromMinutes(5));

        Runs(world).ShouldBe(["a 00:00:00", "b 00:05:00"]);
        world.Executions[0].Duration.ShouldBe(TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task Handler_that_ticks_with_a_periodic_timer_is_followed_tick_by_tick()
    {
        var time = new FakeTimeProvider();
        var ticks = new List<string>();
        _scripts.On("a", async (_, ct) =>
        {
            using var timer = new PeriodicTimer(TimeSpan.FromSeconds(20), time);
            while (ticks.Count < 3 && await timer.WaitForNextTickAsync(ct))
            {
                ticks.Add($"{time.GetUtcNow() - Start}");
            }

            return JobOutcome.Done;
        });
        await using var world = await _scripts.StartAsync(time);
        await world.Jobs.EnqueueAsync(new Step("a"));

        await world.AdvanceAsync(TimeSpan.FromMinutes(2));

        ticks.ShouldBe(["00:00:20", "00:00:40", "00:01:00"]);
    }

    [Fact]
    public async Task Handler_that_hangs_is_stopped_by_its_timeout()
    {
        _scripts.On("a", async (_, ct) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ct);
            return JobOutcome.Done;
        });
        await using var world = await _scripts.StartAsync();
        world.Patience = TimeSpan.FromMilliseconds(20);
        await world.Jobs.EnqueueAsync(new Step("a"));

        await world.AdvanceAsync(TimeSpan.FromMinutes(10));

        var execution = world.Executions.ShouldHaveSingleItem();
        execution.Outcome.ShouldBe(AttemptEnd.Retry);
        execution.Duration.ShouldBe(TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task Handler_that_ignores_its_token_is_reported_as_abandoned_after_its_grace()
    {
        var gate = new TaskCompletionSource<JobOutcome>();
        _scripts.On("a", (_, _) => gate.Task);
        await using var world = await _scripts.StartAsync();
        world.Patience = TimeSpan.FromMilliseconds(20);
        await world.Jobs.EnqueueAsync(new Step("a"));

        await world.AdvanceAsync(TimeSpan.FromMinutes(10) + TimeSpan.FromSeconds(5));

        var execution = world.Executions.ShouldHaveSingleItem();
        execution.Outcome.ShouldBe(AttemptEnd.Retry);
        execution.Duration.ShouldBe(TimeSpan.FromMinutes(10) + TimeSpan.FromSeconds(5));
        gate.SetResult(JobOutcome.Done);
    }

    [Fact]
    public async Task Handler_that_works_off_the_clock_finishes_before_time_moves_on()
    {
        _scripts.On("a", async (_, _) =>
        {
            for (var i = 0; i < 50; i++)
            {
                await Task.Run(() => Math.Sqrt(i));
                await Task.Yield();
            }

            return JobOutcome.Done;
        });
        await using var world = await _scripts.StartAsync();
        await world.Jobs.EnqueueAsync(new Step("a"));

        await world.AdvanceAsync(TimeSpan.FromDays(1));

        world.Executions.ShouldHaveSingleItem().Duration.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task Job_enqueued_by_a_handler_runs_at_the_same_moment()
    {
        JobWorld? world = null;
        _scripts.On("parent", async (_, ct) =>
        {
            await world!.Jobs.EnqueueAsync(new OtherStep("child"), ct);
            return JobOutcome.Done;
        });
        await using var started = world = await _scripts.StartAsync();
        await world.Jobs.EnqueueAsync(new Step("parent"), new() { Delay = TimeSpan.FromHours(3) });

        await world.AdvanceAsync(TimeSpan.FromHours(3));

        Runs(world).ShouldBe(["parent 03:00:00", "child 03:00:00"], ignoreOrder: true);
    }

    [Fact]
    public async Task Jobs_of_one_queue_run_one_after_the_other_in_order()
    {
        await using var world = await _scripts.StartAsync();
        await world.Jobs.EnqueueManyAsync(Enumerable.Range(0, 500).Select(i => new Step($"{i}")));

        await world.SettleAsync();

        world.Executions.Select(execution => ((Step)execution.Payload!).Name).ShouldBe(Enumerable.Range(0, 500).Select(i => $"{i}"));
    }

    [Fact]
    public async Task Job_that_snoozes_every_ten_minutes_for_two_days_misses_none()
    {
        _scripts.On("again", _ => JobOutcome.Snooze(TimeSpan.FromMinutes(10)));
        await using var world = await _scripts.StartAsync();
        await world.Jobs.EnqueueAsync(new Step("again"));

        await world.AdvanceAsync(TimeSpan.FromDays(2));

        world.Executions.Select(execution => (execution.At - Start).TotalMinutes).ShouldBe(Enumerable.Range(0, 289).Select(i => i * 10.0));
    }

    [Fact]
    public async Task Same_world_runs_the_same_way_every_time()
    {
        var first = await RandomLifeAsync();

        var second = await RandomLifeAsync();

        second.ShouldBe(first);
        first.Count.ShouldBeGreaterThan(300);
    }

    [Fact]
    public async Task Final_jobs_are_pruned_in_their_time()
    {
        await using var world = await _scripts.StartAsync();
        var handle = await world.Jobs.EnqueueAsync(new Step("a"));

        await world.AdvanceAsync(TimeSpan.FromHours(23));
        var before = await world.Admin.Jobs.GetAsync(handle.Id);
        await world.AdvanceAsync(TimeSpan.FromHours(2));

        before!.State.ShouldBe(JobState.Completed);
        (await world.Admin.Jobs.GetAsync(handle.Id)).ShouldBeNull();
    }

    [Fact]
    public async Task Drain_moves_the_clock_until_every_job_has_ended()
    {
        await using var world = await _scripts.StartAsync();
        await world.Jobs.EnqueueAsync(new Step("a"), new() { Delay = TimeSpan.FromDays(5) });

        await world.DrainAsync();

        Runs(world).ShouldBe(["a 5.00:00:00"]);
        world.Time.GetUtcNow().ShouldBe(Start.AddDays(5));
    }

    [Fact]
    public async Task Drain_gives_up_on_a_job_that_never_ends()
    {
        _scripts.On("a", _ => JobOutcome.Snooze(TimeSpan.FromMinutes(30)));
        await using var world = await _scripts.StartAsync();
        await world.Jobs.EnqueueAsync(new Step("a"));

        var error = await Should.ThrowAsync<JobAssertionException>(() => world.DrainAsync(TimeSpan.FromDays(1)));

        error.Message.ShouldStartWith("Not every job ended within 1.00:00:00. Job #1 'step' on queue 'default' is Scheduled:");
    }

    [Fact]
    public async Task Drain_says_why_a_job_cannot_run()
    {
        await using var world = await _scripts.StartAsync();
        await world.Admin.Queues.PauseAsync("other", "for the test");
        await world.Jobs.EnqueueAsync(new OtherStep("a"));

        var error = await Should.ThrowAsync<JobAssertionException>(() => world.DrainAsync());

        error.Message.ShouldContain("Job #1 'other-step' on queue 'other' is Available:");
        error.Message.ShouldContain("paused");
        world.Time.GetUtcNow().ShouldBe(Start);
    }

    [Fact]
    public async Task Store_of_the_application_is_replaced()
    {
        await using var world = await _scripts.StartAsync(
            configure: ostinato => ostinato.UseStore(_ => throw new InvalidOperationException("a test must not open this")));

        await world.Jobs.EnqueueAsync(new Step("a"));
        await world.SettleAsync();

        world.Executions.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Worker_of_the_application_is_kept()
    {
        await using var world = await _scripts.StartAsync(configure: ostinato => ostinato.AddWorker(worker => worker.Queue("other", 4)));
        await world.Jobs.EnqueueAsync(new Step("nobody serves its queue"));
        await world.Jobs.EnqueueAsync(new OtherStep("served"));

        await world.SettleAsync();

        Runs(world).ShouldBe(["served 00:00:00"]);
    }

    [Fact]
    public async Task Wrong_set_up_fails_at_the_start_as_in_the_application()
    {
        var error = await Should.ThrowAsync<Exception>(() =>
            _scripts.StartAsync(configure: ostinato => ostinato.AddWorker(worker => worker.Queue("other", -1))));

        error.Message.ShouldContain("Concurrency");
    }

    [Fact]
    public async Task World_can_be_left_while_jobs_run_and_wait()
    {
        var time = new FakeTimeProvider();
        _scripts.On("long", async (_, ct) =>
        {
            await Task.Delay(TimeSpan.FromHours(1), time, ct);
            return JobOutcome.Done;
        });
        var world = await _scripts.StartAsync(time);
        await world.Jobs.EnqueueManyAsync([new Step("long"), new Step("long"), new Step("long")]);
        await world.SettleAsync();

        await world.DisposeAsync();

        world.Executions.Select(execution => execution.Outcome).ShouldBe([AttemptEnd.Return]);
    }

    [Fact]
    public async Task World_can_be_left_although_a_handler_never_ends()
    {
        _scripts.On("deaf", (_, _) => new TaskCompletionSource<JobOutcome>().Task);
        var world = await _scripts.StartAsync();
        world.Patience = TimeSpan.FromMilliseconds(20);
        await world.Jobs.EnqueueAsync(new Step("deaf"));
        await world.SettleAsync();

        await world.DisposeAsync();

        world.Executions.ShouldHaveSingleItem().Outcome.ShouldBe(AttemptEnd.Return);
    }

    private static IEnumerable<string> Runs(JobWorld world) =>
        world.Executions.Select(execution => $"{Name(execution.Payload)} {execution.At - Start}");

    private static string? Name(object? payload) => (payload as Step)?.Name ?? (payload as OtherStep)?.Name;

    private static async Task<List<string>> RandomLifeAsync()
    {
        var random = new Random(20300101);
        var time = new FakeTimeProvider();
        var scripts = new Scripts()
            .On("fail", _ => throw new InvalidOperationException("no"))
            .On("snooze", context => context.Id.GetHashCode() % 2 == 0 ? JobOutcome.Done : JobOutcome.Snooze(TimeSpan.FromMinutes(11)))
            .On("wait", async (_, ct) =>
            {
                await Task.Delay(TimeSpan.FromSeconds(42), time, ct);
                return JobOutcome.Done;
            });
        await using var world = await scripts.StartAsync(time);
        string[] kinds = ["fail", "snooze", "wait", "succeed"];
        for (var i = 0; i < 100; i++)
        {
            var delay = TimeSpan.FromSeconds(random.Next(36_000));
            await world.Jobs.EnqueueAsync(new Step(random.GetItems(kinds, 1)[0]), new() { Delay = delay });
        }

        await world.AdvanceAsync(TimeSpan.FromHours(12));
        return [.. world.Executions.Select(execution => execution.ToString())];
    }
}
