using Ostinato.Schedules;

namespace Ostinato.Tests.Schedules;

public sealed class TickPlanTests
{
    private static readonly DateTimeOffset Midnight = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(CatchUp.None)]
    [InlineData(CatchUp.Last)]
    [InlineData(CatchUp.All)]
    public void A_tick_that_is_seen_in_time_runs(CatchUp catchUp)
    {
        var plan = Plan(catchUp, seenAfter: TimeSpan.FromSeconds(59));

        plan.Ticks.ShouldBe([new PlannedTick(Midnight, null)]);
        plan.NextAt.ShouldBe(Midnight.AddHours(1));
    }

    [Theory]
    [InlineData(CatchUp.None, "")]
    [InlineData(CatchUp.Last, "3")]
    [InlineData(CatchUp.All, "0 1 2 3")]
    public void Of_four_that_nobody_saw_those_run_that_are_made_up_for(CatchUp catchUp, string hours)
    {
        var plan = Plan(catchUp, seenAfter: TimeSpan.FromMinutes(210));

        plan.Ticks.Count.ShouldBe(4);
        Ran(plan).ShouldBe(hours);
        plan.NextAt.ShouldBe(Midnight.AddHours(4));
    }

    [Theory]
    [InlineData(CatchUp.None, "3")]
    [InlineData(CatchUp.Last, "3")]
    [InlineData(CatchUp.All, "0 1 2 3")]
    public void The_one_that_was_seen_in_time_runs_in_any_case(CatchUp catchUp, string hours) =>
        Ran(Plan(catchUp, seenAfter: TimeSpan.FromSeconds((3 * 3600) + 10))).ShouldBe(hours);

    [Theory]
    [InlineData(CatchUp.Last, "")]
    [InlineData(CatchUp.All, "2 3")]
    public void What_is_older_than_the_window_is_missed(CatchUp catchUp, string hours)
    {
        var within = catchUp == CatchUp.Last ? TimeSpan.FromMinutes(10) : TimeSpan.FromMinutes(100);

        Ran(Plan(catchUp, seenAfter: TimeSpan.FromMinutes(210), within)).ShouldBe(hours);
    }

    [Fact]
    public void A_tick_that_is_missed_says_why() =>
        Plan(CatchUp.None, seenAfter: TimeSpan.FromMinutes(5)).Ticks.ShouldHaveSingleItem().Reason.ShouldBe("nobody saw it in time");

    [Fact]
    public void Of_a_year_of_seconds_a_hundred_are_written_and_the_last_says_what_follows()
    {
        var now = Midnight.AddYears(1).AddMinutes(0.5);

        var plan = TickPlan.Of(Every("* * * * * *", CatchUp.None), Calendar("* * * * * *"), Midnight, now);

        plan.Ticks.Count.ShouldBe(100);
        plan.Ticks[^1].Reason.ShouldBe("nobody saw it in time; so is every one that follows until 2030-12-31 23:59:30Z");
        plan.NextAt.ShouldBe(now.AddMinutes(-1));
    }

    [Fact]
    public void The_last_one_of_a_long_time_is_found()
    {
        var now = Midnight.AddYears(1).AddSeconds(0.5);

        var plan = TickPlan.Of(Every("0 0 0 1 * *", CatchUp.Last) with { CatchUpWithin = TimeSpan.FromDays(300) }, Calendar("0 0 0 1 * *"), Midnight, now.AddDays(20));

        Ran(plan, "MM").ShouldBe("01");
        plan.Ticks[^1].At.Year.ShouldBe(2031);
    }

    [Fact]
    public void All_of_many_are_made_up_for_a_hundred_at_a_time()
    {
        var plan = TickPlan.Of(Every("* * * * *", CatchUp.All), Calendar("* * * * *"), Midnight, Midnight.AddHours(10));

        plan.Ticks.Count.ShouldBe(100);
        plan.Ticks.ShouldAllBe(tick => tick.Reason == null);
        plan.NextAt.ShouldBe(Midnight.AddMinutes(100));
    }

    [Fact]
    public void After_its_end_a_schedule_fires_no_more()
    {
        var definition = Every("0 * * * *", CatchUp.All) with { Until = Midnight.AddHours(1) };

        var plan = TickPlan.Of(definition, new ScheduleCalendar("s", definition), Midnight, Midnight.AddHours(5));

        plan.Ticks.Count.ShouldBe(2);
        plan.NextAt.ShouldBeNull();
    }

    private static TickPlan Plan(CatchUp catchUp, TimeSpan seenAfter, TimeSpan? within = null)
    {
        var definition = Every("0 * * * *", catchUp) with { CatchUpWithin = within ?? TimeSpan.FromDays(1) };
        return TickPlan.Of(definition, Calendar("0 * * * *"), Midnight, Midnight + seenAfter);
    }

    private static string Ran(TickPlan plan, string format = "%H") =>
        string.Join(' ', plan.Ticks.Where(tick => tick.Reason is null).Select(tick => tick.At.ToString(format, null)));

    private static ScheduleDefinition Every(string expression, CatchUp catchUp) => new() { Expression = expression, Job = "job", CatchUp = catchUp };

    private static ScheduleCalendar Calendar(string expression) => new("s", Every(expression, CatchUp.None));
}
