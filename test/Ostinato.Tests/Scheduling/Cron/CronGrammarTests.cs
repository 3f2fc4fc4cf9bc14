namespace Ostinato.Tests.Scheduling.Cron;

public sealed class CronGrammarTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("*/15 * * * *", "0,15,30,45 * * * *")]
    [InlineData("10/20 * * * *", "10,30,50 * * * *")]
    [InlineData("50-10/5 * * * *", "0,5,10,50,55 * * * *")]
    [InlineData("0 22-2 * * *", "0 22,23,0,1,2 * * *")]
    [InlineData("0 0 * nov-FEB *", "0 0 * 1,2,11,12 *")]
    [InlineData("0 0 * * fri-Mon", "0 0 * * 0,1,5,6")]
    [InlineData("0 0 * * 5-7", "0 0 * * 0,5,6")]
    [InlineData("0 0 * * 7", "0 0 * * SUN")]
    [InlineData("0 0 ? * MON", "0 0 * * 1")]
    [InlineData("0 0 1 * ?", "0 0 1 * *")]
    [InlineData("0 */5 * * * *", "*/5 * * * *")]
    [InlineData("  0\t3  * * * ", "0 3 * * *")]
    [InlineData("@hourly", "0 * * * *")]
    [InlineData("@daily", "0 0 * * *")]
    [InlineData("@Midnight", "0 0 * * *")]
    [InlineData("@weekly", "0 0 * * 0")]
    [InlineData("@monthly", "0 0 1 * *")]
    [InlineData("@yearly", "0 0 1 1 *")]
    [InlineData("@annually", "0 0 1 1 *")]
    public void Two_ways_to_write_it_mean_the_same(string one, string other) =>
        CronExpression.Parse(one).ShouldBe(CronExpression.Parse(other));

    [Theory]
    [InlineData("", "0 fields")]
    [InlineData("* * * *", "4 fields")]
    [InlineData("* * * * * * *", "7 fields")]
    [InlineData("60 * * * *", "'60' is no minute: 0 to 59")]
    [InlineData("* 24 * * *", "'24' is no hour: 0 to 23")]
    [InlineData("* * 0 * *", "'0' is no day of the month: 1 to 31")]
    [InlineData("* * 32 * *", "'32' is no day of the month")]
    [InlineData("* * * 13 *", "'13' is no month: 1 to 12 or JAN to DEC")]
    [InlineData("* * * * 8", "'8' is no day of the week: 0 to 6 or SUN to SAT")]
    [InlineData("* * * * MOO", "'MOO' is no day of the week")]
    [InlineData("MON * * * *", "'MON' is no minute")]
    [InlineData("*/0 * * * *", "'0' is no step: 1 to 60")]
    [InlineData("*/90 * * * *", "'90' is no step: 1 to 60")]
    [InlineData("*/x * * * *", "'x' is no step")]
    [InlineData("1,,2 * * * *", "'' is no minute")]
    [InlineData("-5 * * * *", "'' is no minute")]
    [InlineData("5- * * * *", "'' is no minute")]
    [InlineData("+5 * * * *", "'+5' is no minute")]
    [InlineData("1.5 * * * *", "'1.5' is no minute")]
    [InlineData("99999999999 * * * *", "'99999999999' is no minute")]
    [InlineData("0 0 * * L", "the L needs a day before it")]
    [InlineData("0 0 * * MON#6", "1 to 5 may follow the #")]
    [InlineData("0 0 * * MON#", "1 to 5 may follow the #")]
    [InlineData("0 0 L-31 * *", "1 to 30 days may be counted back")]
    [InlineData("0 0 32W * *", "'32' is no day of the month")]
    [InlineData("@often", "there are @yearly")]
    [InlineData("@reboot", "there are @yearly")]
    [InlineData("H * * * *", "only a schedule with a name may have one")]
    [InlineData("0 0 30 2 *", "would never fire")]
    [InlineData("0 0 31 2,4,6,9,11 *", "would never fire")]
    [InlineData("0 0 31W FEB *", "would never fire")]
    [InlineData("0 0 L-30 FEB *", "would never fire")]
    public void What_cannot_be_meant_is_refused_with_the_reason(string text, string reason) =>
        Should.Throw<CronFormatException>(() => CronExpression.Parse(text)).Message.ShouldContain(reason);

    [Theory]
    [InlineData("H(5 * * * *")]
    [InlineData("H(9-5) * * * *")]
    [InlineData("HOURLY * * * *")]
    [InlineData("H() * * * *")]
    public void An_H_is_followed_by_a_range_in_brackets_or_nothing(string text) =>
        CronExpression.TryParse(text, "seed", out _, out _).ShouldBeFalse();

    [Fact]
    public void A_leap_day_fires_every_fourth_year() =>
        Next("0 0 29 2 *", 2).ShouldBe([new(2028, 2, 29, 0, 0, 0, TimeSpan.Zero), new(2032, 2, 29, 0, 0, 0, TimeSpan.Zero)]);

    [Fact]
    public void Either_day_is_enough_where_both_are_restricted() =>
        Next("0 0 13 * FRI", 4).Select(time => time.Day).ShouldBe([2, 9, 13, 16]);

    [Fact]
    public void Both_must_hold_where_one_begins_with_a_star() =>
        Next("0 0 */2 * FRI", 3).Select(time => (time.Month, time.Day)).ShouldBe([(1, 9), (1, 23), (2, 13)]);

    [Fact]
    public void An_H_is_the_same_for_one_name_and_differs_between_names()
    {
        var places = Enumerable.Range(0, 50).Select(number => Hashed($"schedule {number}")).ToList();

        Hashed("schedule 7").ShouldBe(places[7]);
        places.Distinct().Count().ShouldBeGreaterThan(25);

        static DateTimeOffset Hashed(string name) => CronExpression.Parse("H H * * *", name).Next(Start)!.Value;
    }

    [Fact]
    public void An_H_with_a_step_fires_in_every_step() =>
        CronExpression.Parse("H/15 * * * *", "reports").Upcoming(Start).Take(4).Select(time => time.Minute / 15).ShouldBe([0, 1, 2, 3]);

    [Fact]
    public void An_H_in_a_range_stays_in_it() =>
        Enumerable.Range(0, 200)
            .Select(number => CronExpression.Parse("0 H(1-4) * * *", $"{number}").Next(Start)!.Value.Hour)
            .Distinct().Order().ShouldBe([1, 2, 3, 4]);

    [Fact]
    public void An_H_for_a_day_is_a_day_that_every_month_has() =>
        Enumerable.Range(0, 200)
            .Select(number => CronExpression.Parse("0 0 H * *", $"{number}").Next(Start)!.Value.Day)
            .Max().ShouldBe(28);

    [Fact]
    public void The_calendar_ends()
    {
        var daily = CronExpression.Parse("@daily");

        daily.Next(DateTimeOffset.MaxValue).ShouldBeNull();
        daily.Next(DateTimeOffset.MinValue).ShouldNotBeNull();
    }

    private static IEnumerable<DateTimeOffset> Next(string text, int count) => CronExpression.Parse(text).Upcoming(Start).Take(count);
}
