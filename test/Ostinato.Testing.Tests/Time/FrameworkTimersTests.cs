namespace Ostinato.Testing.Tests.Time;

/// <summary>What the framework builds on a time provider works on virtual time.</summary>
public sealed class FrameworkTimersTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Delay_ends_when_its_time_has_come()
    {
        var delay = Task.Delay(TimeSpan.FromDays(2), _time, CancellationToken.None);

        _time.Advance(TimeSpan.FromDays(2) - TimeSpan.FromTicks(1));
        var early = delay.IsCompleted;
        _time.Advance(TimeSpan.FromTicks(1));
        await delay;

        early.ShouldBeFalse();
    }

    [Fact]
    public async Task Cancelled_delay_leaves_no_timer_behind()
    {
        using var source = new CancellationTokenSource();
        var delay = Task.Delay(TimeSpan.FromDays(2), _time, source.Token);

        await source.CancelAsync();

        await Should.ThrowAsync<TaskCanceledException>(delay);
        _time.NextTimer.ShouldBeNull();
    }

    [Fact]
    public void Token_source_with_a_delay_is_cancelled_in_time()
    {
        using var source = new CancellationTokenSource(TimeSpan.FromSeconds(30), _time);

        _time.Advance(TimeSpan.FromSeconds(29));
        var early = source.IsCancellationRequested;
        _time.Advance(TimeSpan.FromSeconds(1));

        early.ShouldBeFalse();
        source.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public void Token_source_follows_a_later_cancel_after()
    {
        using var source = new CancellationTokenSource(TimeSpan.FromSeconds(30), _time);

        source.CancelAfter(TimeSpan.FromSeconds(60));
        _time.Advance(TimeSpan.FromSeconds(59));
        var early = source.IsCancellationRequested;
        _time.Advance(TimeSpan.FromSeconds(1));

        early.ShouldBeFalse();
        source.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public async Task Periodic_timer_ticks_at_every_period()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(10), _time);
        var ticks = new List<DateTimeOffset>();

        for (var i = 0; i < 3; i++)
        {
            var tick = timer.WaitForNextTickAsync();
            _time.Advance(TimeSpan.FromSeconds(10));
            (await tick).ShouldBeTrue();
            ticks.Add(_time.GetUtcNow());
        }

        ticks.Select(tick => (tick - ticks[0]).TotalSeconds).ShouldBe([0, 10, 20]);
    }

    [Fact]
    public async Task Periodic_timer_joins_ticks_that_nobody_waited_for()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(10), _time);

        _time.Advance(TimeSpan.FromSeconds(35));
        var missed = await timer.WaitForNextTickAsync();
        var next = timer.WaitForNextTickAsync();

        missed.ShouldBeTrue();
        next.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Wait_with_a_timeout_gives_up_in_time()
    {
        var wait = new TaskCompletionSource().Task.WaitAsync(TimeSpan.FromMinutes(5), _time);

        _time.Advance(TimeSpan.FromMinutes(5));

        await Should.ThrowAsync<TimeoutException>(wait);
    }

    [Fact]
    public async Task Loop_of_delays_runs_through_many_days_in_steps()
    {
        using var stop = new CancellationTokenSource();
        var turns = 0;
        var loop = Loop();

        _time.Advance(TimeSpan.FromDays(2));
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(loop);

        turns.ShouldBe(2 * 24 * 60);

        async Task Loop()
        {
            while (true)
            {
                await Task.Delay(TimeSpan.FromMinutes(1), _time, stop.Token).ConfigureAwait(false);
                turns++;
            }
        }
    }
}
