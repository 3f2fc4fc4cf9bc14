using Ostinato.Execution;
using Ostinato.Testing;

namespace Ostinato.Tests.Execution;

public sealed class AttemptTests
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly FakeTimeProvider _time = new();
    private int _abandoned;

    [Fact]
    public async Task A_timeout_cancels_the_token_at_its_time()
    {
        using var attempt = Start(timeout: TimeSpan.FromSeconds(30));

        _time.Advance(TimeSpan.FromSeconds(30) - TimeSpan.FromTicks(1));
        attempt.Context.StopReason.ShouldBe(StopReason.None);
        _time.Advance(TimeSpan.FromTicks(1));

        attempt.Context.StopReason.ShouldBe(StopReason.Timeout);
        await Eventually.TrueAsync(() => attempt.Token.IsCancellationRequested, "the token is cancelled");
    }

    [Fact]
    public void An_attempt_that_goes_on_after_the_grace_is_abandoned_once()
    {
        using var attempt = Start();
        attempt.Stop(StopReason.Cancelled);

        _time.Advance(Grace - TimeSpan.FromTicks(1));
        _abandoned.ShouldBe(0);
        _time.Advance(TimeSpan.FromHours(1));

        _abandoned.ShouldBe(1);
    }

    [Fact]
    public void An_attempt_that_ended_is_neither_stopped_nor_abandoned()
    {
        var attempt = Start(timeout: TimeSpan.FromSeconds(30));
        attempt.Dispose();

        attempt.Stop(StopReason.Shutdown);
        _time.Advance(TimeSpan.FromHours(1));

        attempt.Context.StopReason.ShouldBe(StopReason.None);
        _abandoned.ShouldBe(0);
        _time.NextTimer.ShouldBeNull();
    }

    [Fact]
    public void A_second_stop_does_not_prolong_the_grace()
    {
        using var attempt = Start();
        attempt.Stop(StopReason.Cancelled);
        _time.Advance(Grace / 2);

        attempt.Stop(StopReason.Shutdown);
        _time.Advance(Grace / 2);

        _abandoned.ShouldBe(1);
    }

    [Fact]
    public void A_stored_timeout_beyond_what_a_timer_takes_means_no_timeout()
    {
        using var attempt = Start(timeout: TimeSpan.FromDays(60));

        _time.NextTimer.ShouldBeNull();
    }

    [Fact]
    public async Task A_callback_of_the_handler_holds_up_nobody()
    {
        using var attempt = Start();
        using var gate = new ManualResetEventSlim();
        using var registration = attempt.Token.Register(gate.Wait);

        attempt.Stop(StopReason.Cancelled);

        await Eventually.TrueAsync(() => attempt.Token.IsCancellationRequested, "the token is cancelled");
        gate.Set();
    }

    private Attempt Start(TimeSpan? timeout = null) =>
        new(new HeldJob(Attempts.Claim()), Attempts.Context(timeout: timeout), _time, Grace, _ => _abandoned++, _ => { });
}
