namespace Ostinato.Testing.Tests.Time;

public sealed class FakeTimerTests
{
    private static readonly TimeSpan Never = Timeout.InfiniteTimeSpan;

    private readonly FakeTimeProvider _time = new();
    private readonly List<string> _fired = [];

    private DateTimeOffset Start { get; } = new FakeTimeProvider().GetUtcNow();

    [Fact]
    public void One_shot_timer_fires_once_when_its_time_has_come()
    {
        using var timer = Timer("a", 10);

        _time.Advance(Seconds(9.999));
        _fired.ShouldBeEmpty();
        _time.Advance(Seconds(0.001));
        _time.Advance(Seconds(100));

        _fired.ShouldBe(["a@10"]);
    }

    [Fact]
    public void Periodic_timer_fires_at_every_period_within_one_advance()
    {
        using var timer = Timer("a", 5, 2);

        _time.Advance(Seconds(10));

        _fired.ShouldBe(["a@5", "a@7", "a@9"]);
    }

    [Fact]
    public void Period_of_zero_means_once()
    {
        using var timer = Timer("a", 1, 0);

        _time.Advance(Seconds(10));

        _fired.ShouldBe(["a@1"]);
    }

    [Fact]
    public void Timers_fire_in_the_order_in_which_they_are_due()
    {
        using var late = Timer("late", 3);
        using var early = Timer("early", 1);
        using var often = Timer("often", 2, 2);

        _time.Advance(Seconds(4));

        _fired.ShouldBe(["early@1", "often@2", "late@3", "often@4"]);
    }

    [Fact]
    public void Timers_due_together_fire_in_the_order_in_which_they_were_set()
    {
        using var first = Timer("first", 1);
        using var second = Timer("second", 1);
        first.Change(Seconds(1), Never);

        _time.Advance(Seconds(1));

        _fired.ShouldBe(["second@1", "first@1"]);
    }

    [Fact]
    public void Timer_created_by_a_timer_fires_within_the_same_advance_if_due()
    {
        ITimer? inner = null;
        using var outer = _time.CreateTimer(_ => inner = Timer("inner", 2), null, Seconds(1), Never);

        _time.Advance(Seconds(3));

        _fired.ShouldBe(["inner@3"]);
        inner!.Dispose();
    }

    [Fact]
    public void Timer_changed_by_its_own_callback_keeps_the_change()
    {
        ITimer? timer = null;
        timer = _time.CreateTimer(
            _ =>
            {
                Note("a");
                timer!.Change(Seconds(10), Never);
            },
            null, Seconds(1), Seconds(1));

        _time.Advance(Seconds(12));

        _fired.ShouldBe(["a@1", "a@11"]);
        timer.Dispose();
    }

    [Fact]
    public void Timer_due_at_once_waits_for_the_next_advance_even_by_zero()
    {
        using var timer = Timer("a", 0);
        var before = _fired.Count;

        _time.Advance(TimeSpan.Zero);

        before.ShouldBe(0);
        _fired.ShouldBe(["a@0"]);
    }

    [Fact]
    public void Changed_timer_forgets_its_old_time()
    {
        using var timer = Timer("a", 1);

        timer.Change(Seconds(5), Never).ShouldBeTrue();
        _time.Advance(Seconds(10));

        _fired.ShouldBe(["a@5"]);
    }

    [Fact]
    public void Timer_changed_to_never_does_not_fire()
    {
        using var timer = Timer("a", 1, 1);

        timer.Change(Never, Seconds(1));
        _time.Advance(Seconds(10));

        _fired.ShouldBeEmpty();
        _time.NextTimer.ShouldBeNull();
    }

    [Fact]
    public void Disposed_timer_does_not_fire_and_cannot_be_changed()
    {
        var timer = Timer("a", 1, 1);

        timer.Dispose();
        _time.Advance(Seconds(10));

        _fired.ShouldBeEmpty();
        timer.Change(Seconds(1), Never).ShouldBeFalse();
    }

    [Fact]
    public void Timer_disposed_by_its_own_callback_fires_no_more()
    {
        ITimer? timer = null;
        timer = _time.CreateTimer(
            _ =>
            {
                Note("a");
                timer!.Dispose();
            },
            null, Seconds(1), Seconds(1));

        _time.Advance(Seconds(10));

        _fired.ShouldBe(["a@1"]);
    }

    [Fact]
    public async Task Asynchronous_dispose_waits_for_the_callback_that_runs()
    {
        ITimer? timer = null;
        var disposal = Task.CompletedTask;
        var endedWithinCallback = true;
        timer = _time.CreateTimer(
            _ =>
            {
                disposal = timer!.DisposeAsync().AsTask();
                endedWithinCallback = disposal.IsCompleted;
            },
            null, Seconds(1), Never);

        _time.Advance(Seconds(1));
        await disposal;

        endedWithinCallback.ShouldBeFalse();
    }

    [Fact]
    public void Asynchronous_dispose_of_a_quiet_timer_is_done_at_once()
    {
        var disposal = Timer("a", 1).DisposeAsync().AsTask();

        disposal.IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public void Next_timer_tells_how_long_until_the_earliest()
    {
        using var late = Timer("late", 30);
        using var early = Timer("early", 10, 15);
        var atFirst = _time.NextTimer;

        _time.Advance(Seconds(12));

        atFirst.ShouldBe(Seconds(10));
        _time.NextTimer.ShouldBe(Seconds(13));
    }

    [Fact]
    public void Next_timer_is_null_when_none_waits() => _time.NextTimer.ShouldBeNull();

    [Fact]
    public void Next_timer_is_zero_for_a_timer_that_is_due_already()
    {
        using var timer = Timer("a", 0);

        _time.NextTimer.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void Callback_runs_on_the_advancing_thread_with_the_gate_open()
    {
        var thread = 0;
        var reached = false;
        using var timer = _time.CreateTimer(
            _ =>
            {
                thread = Environment.CurrentManagedThreadId;
                var other = new Thread(() => reached = _time.GetUtcNow() > Start);
                other.Start();
                other.Join(TimeSpan.FromSeconds(10));
            },
            null, Seconds(1), Never);

        _time.Advance(Seconds(1));

        thread.ShouldBe(Environment.CurrentManagedThreadId);
        reached.ShouldBeTrue();
    }

    [Fact]
    public void Callback_may_advance_the_clock_itself()
    {
        using var nested = _time.CreateTimer(_ => _time.Advance(Seconds(5)), null, Seconds(1), Never);
        using var timer = Timer("a", 4);

        _time.Advance(Seconds(2));

        _fired.ShouldBe(["a@4"]);
        _time.GetUtcNow().ShouldBe(Start.AddSeconds(6));
    }

    [Fact]
    public void What_a_callback_throws_comes_out_of_advance_where_it_happened()
    {
        using var bad = _time.CreateTimer(_ => throw new InvalidOperationException("from the timer"), null, Seconds(1), Never);
        using var good = Timer("good", 2);

        Should.Throw<InvalidOperationException>(() => _time.Advance(Seconds(5))).Message.ShouldBe("from the timer");
        _time.GetUtcNow().ShouldBe(Start.AddSeconds(1));
        _time.Advance(Seconds(1));

        _fired.ShouldBe(["good@2"]);
    }

    [Fact]
    public void Callback_sees_the_execution_context_of_its_creator()
    {
        var local = new AsyncLocal<string> { Value = "creator" };
        string? seen = null;
        using var timer = _time.CreateTimer(_ => seen = local.Value, null, Seconds(1), Never);

        local.Value = "advancer";
        _time.Advance(Seconds(1));

        seen.ShouldBe("creator");
    }

    [Fact]
    public void Callback_receives_its_state()
    {
        object? seen = null;
        using var timer = _time.CreateTimer(state => seen = state, "the state", Seconds(1), Never);

        _time.Advance(Seconds(1));

        seen.ShouldBe("the state");
    }

    [Theory]
    [InlineData(-5)]
    [InlineData(5_000_000)]
    public void Wait_that_a_real_timer_refuses_is_refused(double seconds)
    {
        Should.Throw<ArgumentOutOfRangeException>(() => Timer("a", seconds)).ParamName.ShouldBe("dueTime");
        Should.Throw<ArgumentOutOfRangeException>(() => Timer("a", 1, seconds)).ParamName.ShouldBe("period");
    }

    [Fact]
    public void A_hundred_thousand_timers_fire_in_order()
    {
        var order = new List<int>();
        var timers = Enumerable.Range(0, 100_000)
            .Select(i => i * 7919 % 100_003)
            .Select(due => _time.CreateTimer(_ => order.Add(due), null, TimeSpan.FromTicks(due), Never))
            .ToArray();

        _time.Advance(Seconds(1));

        order.Count.ShouldBe(timers.Length);
        order.ShouldBeInOrder();
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private ITimer Timer(string name, double due, double? period = null) =>
        _time.CreateTimer(_ => Note(name), null, Seconds(due), period is { } every ? Seconds(every) : Never);

    private void Note(string name) => _fired.Add($"{name}@{(_time.GetUtcNow() - Start).TotalSeconds}");
}
