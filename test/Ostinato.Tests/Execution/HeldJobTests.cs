using Ostinato.Execution;
using Ostinato.Testing;

namespace Ostinato.Tests.Execution;

public sealed class HeldJobTests
{
    private readonly HeldJob _held = new(Attempts.Claim());

    [Fact]
    public void A_job_is_started_once_and_reported_once()
    {
        _held.IsWaiting.ShouldBeTrue();
        _held.TryStart().ShouldBeTrue();
        _held.TryStart().ShouldBeFalse();
        _held.TryReport().ShouldBeTrue();
        _held.TryReport().ShouldBeFalse();
        _held.TryReport().ShouldBeFalse();
    }

    [Fact]
    public void A_job_that_was_reported_while_it_waited_is_never_started()
    {
        _held.TryReportWaiting().ShouldBeTrue();

        _held.TryStart().ShouldBeFalse();
    }

    [Fact]
    public void A_running_job_is_not_reported_as_waiting()
    {
        _held.TryStart();

        _held.TryReportWaiting().ShouldBeFalse();
    }

    [Theory]
    [InlineData(StopReason.Shutdown)]
    [InlineData(StopReason.LostLease)]
    public void A_stop_between_start_and_attempt_reaches_the_attempt(StopReason reason)
    {
        var context = Attempts.Context();
        using var attempt = new Attempt(_held, context, new FakeTimeProvider(), TimeSpan.FromSeconds(5), _ => { }, _ => { });
        _held.TryStart();

        _held.Stop(reason);
        _held.Attach(attempt);

        context.StopReason.ShouldBe(reason);
        attempt.Token.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public void A_cancel_between_start_and_attempt_reaches_the_attempt_with_its_reason()
    {
        var context = Attempts.Context();
        using var attempt = new Attempt(_held, context, new FakeTimeProvider(), TimeSpan.FromSeconds(5), _ => { }, _ => { });
        _held.TryStart();

        _held.RequestCancel("by Ann");
        _held.Attach(attempt);

        (context.StopReason, _held.CancelReason).ShouldBe((StopReason.Cancelled, "by Ann"));
    }

    [Fact]
    public void The_first_reason_stands()
    {
        var context = Attempts.Context();
        using var attempt = new Attempt(_held, context, new FakeTimeProvider(), TimeSpan.FromSeconds(5), _ => { }, _ => { });
        _held.Attach(attempt);

        _held.Stop(StopReason.Shutdown);
        _held.RequestCancel("too late");

        context.StopReason.ShouldBe(StopReason.Shutdown);
    }
}
