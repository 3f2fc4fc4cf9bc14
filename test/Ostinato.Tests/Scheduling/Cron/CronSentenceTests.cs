namespace Ostinato.Tests.Scheduling.Cron;

public sealed class CronSentenceTests
{
    [Theory]
    [InlineData("* * * * *", "Every minute")]
    [InlineData("* * * * * *", "Every second")]
    [InlineData("*/10 * * * * *", "Every 10 seconds")]
    [InlineData("*/15 * * * *", "Every 15 minutes")]
    [InlineData("*/7 * * * *", "At minutes 0, 7, 14, 21, 28, 35, 42, 49 and 56 of every hour")]
    [InlineData("5 * * * *", "At minute 5 of every hour")]
    [InlineData("0 3 * * *", "At 03:00 every day")]
    [InlineData("30 0 3 * * *", "At 03:00:30 every day")]
    [InlineData("30 8,20 * * MON-FRI", "At 08:30 and 20:30 on Monday to Friday")]
    [InlineData("*/15 9-17 * * 1-5", "Every 15 minutes from 09:00 to 17:59 on Monday to Friday")]
    [InlineData("0 22-4 * * *", "At minute 0 from 22:00 to 04:59 every day")]
    [InlineData("0 */6 * * *", "At 00:00, 06:00, 12:00 and 18:00 every day")]
    [InlineData("0 */2 * * *", "At minute 0 in every 2nd hour every day")]
    [InlineData("0 0 1 * *", "At 00:00 on day 1 of the month")]
    [InlineData("0 0 1,15 * *", "At 00:00 on days 1 and 15 of the month")]
    [InlineData("0 0 */2 * *", "At 00:00 on every 2nd day of the month")]
    [InlineData("0 0 L * *", "At 00:00 on the last day of the month")]
    [InlineData("0 0 L-2 * *", "At 00:00 on the 3rd last day of the month")]
    [InlineData("0 0 15W * *", "At 00:00 on the weekday nearest to day 15 of the month")]
    [InlineData("0 0 LW * *", "At 00:00 on the last weekday of the month")]
    [InlineData("0 9 * * MON#1", "At 09:00 on the 1st Monday of the month")]
    [InlineData("0 9 * * FRIL", "At 09:00 on the last Friday of the month")]
    [InlineData("0 0 13 * FRI", "At 00:00 on day 13 of the month or on Friday")]
    [InlineData("0 0 */2 * FRI", "At 00:00 on every 2nd day of the month where it is Friday")]
    [InlineData("0 0 1 JAN,JUL *", "At 00:00 on day 1 of the month in January and July")]
    [InlineData("0 0 * NOV-FEB SAT,SUN", "At 00:00 on Saturday and Sunday in November to February")]
    [InlineData("0 * 12 * * *", "Every minute from 12:00 to 12:59 every day")]
    public void An_expression_is_said_in_English(string text, string sentence) =>
        CronExpression.Parse(text).Describe().ShouldBe(sentence);
}
