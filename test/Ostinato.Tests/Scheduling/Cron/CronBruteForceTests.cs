namespace Ostinato.Tests.Scheduling.Cron;

/// <summary>The calendar against one that looks at every minute.</summary>
public sealed class CronBruteForceTests
{
    private const int Most = 2_000;
    private static readonly DateTime Start = new(2027, 1, 1);
    private static readonly DateTime End = Start.AddYears(2);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Around = TimeSpan.FromHours(30);

    [Fact]
    public void Every_time_of_two_years_is_that_of_the_brute_force_calendar()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var cron = new RandomCron(new Random(seed));
            if (!CronExpression.TryParse(cron.Text, seed: null, out var expression, out var error))
            {
                error.ShouldContain("would never fire", customMessage: cron.Text);
                AllTimes(cron).ShouldBeEmpty(cron.Text);
                continue;
            }

            var seen = expression.Upcoming(new DateTimeOffset(Start, TimeSpan.Zero) - Minute)
                .TakeWhile(time => time.DateTime < End).Take(Most).Select(time => time.DateTime);
            seen.ShouldBe(AllTimes(cron).Take(Most), cron.Text);
        }
    }

    [Fact]
    public void Around_every_change_of_every_clock_that_this_machine_knows_the_times_are_those_of_the_brute_force_calendar()
    {
        var seed = 0;
        foreach (var zone in TimeZoneInfo.GetSystemTimeZones())
        {
            foreach (var change in Changes(zone, 2005 + (seed % 30)))
            {
                Compare(new RandomCron(new Random(seed++)), zone, change);
                Compare(new RandomCron(new Random(seed++), isForEveryHour: true), zone, change);
            }
        }

        seed.ShouldBeGreaterThan(200, "there are clocks that change");
    }

    private static void Compare(RandomCron cron, TimeZoneInfo zone, DateTime change)
    {
        if (!CronExpression.TryParse(cron.Text, seed: null, out var expression, out _))
        {
            return;
        }

        var (from, until) = (change - Around, change + Around);
        var seen = expression.Upcoming(new DateTimeOffset(from), zone).Select(time => time.UtcDateTime).TakeWhile(time => time <= until);
        seen.Take(Most).ShouldBe(
            new BruteForceCalendar(zone, from, until).Times(cron).Take(Most), $"{cron.Text} in {zone.Id} around {change:u}");
    }

    private static IEnumerable<DateTime> AllTimes(RandomCron cron)
    {
        for (var date = Start; date < End; date = date.AddDays(1))
        {
            for (var time = date; cron.IsOn(date) && time < date.AddDays(1); time += Minute)
            {
                if (cron.Shows(time))
                {
                    yield return time;
                }
            }
        }
    }

    // By whole minutes: none has been in between since 2000.
    private static IEnumerable<DateTime> Changes(TimeZoneInfo zone, int year)
    {
        var end = new DateTime(year + 1, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        for (var hour = end.AddYears(-1); hour < end; hour = hour.AddHours(1))
        {
            var offset = zone.GetUtcOffset(hour);
            for (var moment = hour; zone.GetUtcOffset(hour.AddHours(1)) != offset && moment <= hour.AddHours(1); moment += Minute)
            {
                if (zone.GetUtcOffset(moment) != offset)
                {
                    yield return moment;
                    break;
                }
            }
        }
    }
}
