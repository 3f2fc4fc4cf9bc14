using Ostinato.Breakers;

namespace Ostinato.Tests.Breakers;

/// <summary>The state machine of a breaker by itself, on a clock that is a number.</summary>
public sealed class BreakerRuleTests
{
    private static readonly BreakerOptions Options = new() { Failures = 20, Within = TimeSpan.FromMinutes(1), OpenFor = TimeSpan.FromSeconds(30) };
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void It_opens_when_enough_failed_and_everybody_had_time_to_object()
    {
        var breaker = Next(Breaker.Healthy, 0, failures: 20);
        breaker.State.ShouldBe(BreakerState.Closed, "somebody else may have seen one succeed");

        Next(breaker, 2).State.ShouldBe(BreakerState.Closed);
        var open = Next(breaker, 3);

        (open.State, open.OpenedAt, open.Until, open.Openings).ShouldBe((BreakerState.Open, At(3), At(33), 1));
        open.Reason.ShouldBe("broken");
    }

    [Fact]
    public void Failures_of_several_processes_are_counted_together()
    {
        var breaker = Next(Next(Next(Breaker.Healthy, 0, failures: 7), 2, failures: 7), 4, failures: 5);
        breaker.State.ShouldBe(BreakerState.Closed);

        Next(breaker, 5, failures: 1).State.ShouldBe(BreakerState.Open);
    }

    [Fact]
    public void Failures_that_lie_too_far_apart_are_forgotten()
    {
        var breaker = Breaker.Healthy;
        for (var second = 0; second < 600; second += 6)
        {
            breaker = Next(breaker, second, failures: 1);
        }

        breaker.State.ShouldBe(BreakerState.Closed, "ten a minute are no twenty");
        breaker.Failures.Count.ShouldBeLessThanOrEqualTo(10);
        Next(breaker, 700).ShouldBe(Breaker.Healthy);
    }

    [Fact]
    public void One_success_in_the_window_keeps_it_closed_until_it_has_left_the_window()
    {
        var breaker = Next(Next(Breaker.Healthy, 0, failures: 100), 1, succeededAt: 1);

        for (var second = 2; second <= 60; second++)
        {
            breaker = Next(breaker, second, failures: 5);
            breaker.State.ShouldBe(BreakerState.Closed);
        }

        Next(breaker, 61).State.ShouldBe(BreakerState.Open);
    }

    [Fact]
    public void What_is_well_is_never_written()
    {
        for (var second = 0; second < 100; second++)
        {
            ReferenceEquals(Next(Breaker.Healthy, second, succeededAt: second), Breaker.Healthy).ShouldBeTrue();
        }

        var failing = Next(Breaker.Healthy, 0, failures: 1);
        ReferenceEquals(Next(failing, 1), failing).ShouldBeTrue("nothing is new");
    }

    [Fact]
    public void While_open_nothing_may_run_and_then_so_many_probes_as_are_allowed()
    {
        var open = Open();
        BreakerRule.TryProbe(open, "a", Two, At(32)).ShouldBeNull();

        var one = BreakerRule.TryProbe(open, "a", Two, At(33)).ShouldNotBeNull();
        var two = BreakerRule.TryProbe(one, "b", Two, At(34)).ShouldNotBeNull();

        one.State.ShouldBe(BreakerState.HalfOpen);
        BreakerRule.TryProbe(two, "c", Two, At(35)).ShouldBeNull();
    }

    [Fact]
    public void A_probe_that_succeeds_closes_it()
    {
        var probing = BreakerRule.TryProbe(Open(), "a", Options, At(33)).ShouldNotBeNull();

        Ended(probing, 34, BreakerVerdict.Success).ShouldBe(Breaker.Healthy);
    }

    [Fact]
    public void A_probe_that_fails_opens_it_for_twice_as_long_up_to_a_limit()
    {
        var (breaker, second) = (Open(), 33.0);
        var lengths = new List<double>();
        for (var probe = 0; probe < 6; probe++)
        {
            var probing = BreakerRule.TryProbe(breaker, "a", Options, At(second)).ShouldNotBeNull();
            breaker = Ended(probing, second, BreakerVerdict.Failure);
            lengths.Add((breaker.Until - breaker.OpenedAt).ShouldNotBeNull().TotalSeconds);
            second += lengths[^1];
        }

        lengths.ShouldBe([60, 120, 240, 480, 600, 600]);
    }

    [Fact]
    public void A_probe_that_says_nothing_makes_room_for_another()
    {
        var probing = BreakerRule.TryProbe(Open(), "a", Options, At(33)).ShouldNotBeNull();

        var after = Ended(probing, 34, BreakerVerdict.None);

        after.State.ShouldBe(BreakerState.HalfOpen);
        BreakerRule.TryProbe(after, "b", Options, At(34)).ShouldNotBeNull();
    }

    [Fact]
    public void The_place_of_a_probe_whose_process_died_is_free_after_its_lease_and_one_that_runs_keeps_its_place()
    {
        var probing = BreakerRule.TryProbe(Open(), "a", Options, At(33)).ShouldNotBeNull();
        BreakerRule.TryProbe(probing, "b", Options, At(62)).ShouldBeNull();
        BreakerRule.TryProbe(probing, "b", Options, At(63)).ShouldNotBeNull();

        var kept = BreakerRule.Next(probing, BreakerReport.Nothing with { Running = ["a"] }, Options, At(55));

        BreakerRule.TryProbe(kept, "b", Options, At(84)).ShouldBeNull();
    }

    [Fact]
    public void What_ends_while_it_is_open_and_was_no_probe_changes_nothing()
    {
        var open = Open();

        ReferenceEquals(Next(open, 10, failures: 5, succeededAt: 10), open).ShouldBeTrue();
        ReferenceEquals(Ended(open, 40, BreakerVerdict.Failure), open).ShouldBeTrue("its place was given to nobody");
    }

    [Fact]
    public void Jobs_are_put_back_until_it_may_close_and_spread_over_as_long_as_it_was_open()
    {
        var open = Open();

        BreakerRule.Wait(open, Options, At(13), random: 0).ShouldBe(TimeSpan.FromSeconds(20));
        BreakerRule.Wait(open, Options, At(13), random: 0.5).ShouldBe(TimeSpan.FromSeconds(35));
        BreakerRule.Wait(open, Options, At(40), random: 0).ShouldBe(TimeSpan.FromSeconds(1), "it waits for a probe");
    }

    [Fact]
    public void What_a_person_opened_without_an_end_never_lets_a_probe_run()
    {
        var open = BreakerRule.OpenByHand("the vendor is down", openFor: null, Start);

        BreakerRule.TryProbe(open, "a", Options, Start.AddYears(1)).ShouldBeNull();
        BreakerRule.Wait(open, Options, Start.AddYears(1), random: 0.5).ShouldBe(TimeSpan.FromSeconds(45));
    }

    [Fact]
    public void It_is_stored_and_read_as_it_is()
    {
        Breaker[] all =
        [
            Breaker.Healthy, Next(Next(Breaker.Healthy, 0, failures: 3), 1, succeededAt: 1), Open(),
            BreakerRule.TryProbe(Open(), "a", Options, At(33))!, BreakerRule.OpenByHand(null, null, Start),
        ];

        foreach (var breaker in all)
        {
            var text = BreakerText.Write(breaker);
            BreakerText.Write(BreakerText.Read(text)).ShouldBe(text);
            BreakerText.Read(text).State.ShouldBe(breaker.State);
        }

        BreakerText.Read("{\"state\":\"ajar\"}"u8.ToArray()).ShouldBe(Breaker.Healthy, "what nobody here can read holds nobody back");
    }

    private static readonly BreakerOptions Two = new() { Failures = 20, OpenFor = TimeSpan.FromSeconds(30), Probes = 2 };

    private static DateTimeOffset At(double second) => Start.AddSeconds(second);

    private static Breaker Open() => Next(Next(Breaker.Healthy, 0, failures: 20), 3);

    private static Breaker Next(Breaker breaker, double second, int failures = 0, double? succeededAt = null) => BreakerRule.Next(
        breaker,
        BreakerReport.Nothing with
        {
            Failures = failures,
            LastFailure = failures > 0 ? "broken" : null,
            SucceededAt = succeededAt is { } at ? At(at) : null,
        },
        Options,
        At(second));

    private static Breaker Ended(Breaker breaker, double second, BreakerVerdict verdict) => BreakerRule.Next(
        breaker, BreakerReport.Nothing with { Ended = [new EndedProbe("a", verdict, "still broken")] }, Options, At(second));
}
