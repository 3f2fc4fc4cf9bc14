using System.Globalization;

namespace Ostinato.Tests.Scheduling.Cron;

/// <summary>What happens on days on which a clock is changed, by hand from almanacs.</summary>
public sealed class CronZoneTests
{
    [Theory]
    // New York, 2026-03-08: 02:00 becomes 03:00.
    [InlineData("America/New_York", "30 2 * * *", "2026-03-07T12:00-05:00", "2026-03-08T03:00-04:00", "2026-03-09T02:30-04:00")]
    [InlineData("America/New_York", "0,30 2 * * *", "2026-03-07T12:00-05:00", "2026-03-08T03:00-04:00", "2026-03-09T02:00-04:00")]
    [InlineData("America/New_York", "30 1 * * *", "2026-03-07T12:00-05:00", "2026-03-08T01:30-05:00", "2026-03-09T01:30-04:00")]
    [InlineData("America/New_York", "0 3 * * *", "2026-03-07T12:00-05:00", "2026-03-08T03:00-04:00", "2026-03-09T03:00-04:00")]
    [InlineData("America/New_York", "30 * * * *", "2026-03-08T01:00-05:00", "2026-03-08T01:30-05:00", "2026-03-08T03:30-04:00")]
    [InlineData("America/New_York", "*/20 2-3 * * *", "2026-03-08T00:00-05:00", "2026-03-08T03:00-04:00", "2026-03-08T03:20-04:00")]
    // New York, 2026-11-01: 02:00 becomes 01:00.
    [InlineData("America/New_York", "30 1 * * *", "2026-10-31T12:00-04:00", "2026-11-01T01:30-04:00", "2026-11-02T01:30-05:00")]
    [InlineData("America/New_York", "30 1 * * *", "2026-11-01T01:10-05:00", "2026-11-02T01:30-05:00", "2026-11-03T01:30-05:00")]
    [InlineData("America/New_York", "30 * * * *", "2026-11-01T01:00-04:00", "2026-11-01T01:30-04:00", "2026-11-01T01:30-05:00")]
    [InlineData("America/New_York", "45 * * * *", "2026-11-01T01:45-04:00", "2026-11-01T01:45-05:00", "2026-11-01T02:45-05:00")]
    [InlineData("America/New_York", "0 2 * * *", "2026-10-31T12:00-04:00", "2026-11-01T02:00-05:00", "2026-11-02T02:00-05:00")]
    // Lord Howe, 2026-10-04: 02:00 becomes 02:30.
    [InlineData("Australia/Lord_Howe", "15 2 * * *", "2026-10-03T12:00+10:30", "2026-10-04T02:30+11:00", "2026-10-05T02:15+11:00")]
    // Cairo, 2026-04-24: midnight becomes 01:00.
    [InlineData("Africa/Cairo", "0 0 * * *", "2026-04-23T12:00+02:00", "2026-04-24T01:00+03:00", "2026-04-25T00:00+03:00")]
    // Apia had no 2011-12-30.
    [InlineData("Pacific/Apia", "0 12 * * *", "2011-12-29T13:00-10:00", "2011-12-31T00:00+14:00", "2011-12-31T12:00+14:00")]
    [InlineData("Pacific/Apia", "0 12 30 12 *", "2011-12-01T00:00-10:00", "2011-12-31T00:00+14:00", "2012-12-30T12:00+14:00")]
    // Moscow, 2014-10-26: 02:00 becomes 01:00, and not for summer.
    [InlineData("Europe/Moscow", "30 1 * * *", "2014-10-25T12:00+04:00", "2014-10-26T01:30+04:00", "2014-10-27T01:30+03:00")]
    public void A_day_on_which_the_clock_is_changed(string zone, string text, string after, string first, string second) =>
        CronExpression.Parse(text).Upcoming(At(after), TimeZoneInfo.FindSystemTimeZoneById(zone)).Take(2)
            .Select(time => time.ToString("yyyy-MM-dd'T'HH:mmzzz", CultureInfo.InvariantCulture))
            .ShouldBe([first, second]);

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
