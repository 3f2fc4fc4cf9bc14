using System.Globalization;

namespace Ostinato.Scheduling;

/// <summary>Says in English when an expression fires.</summary>
internal static class CronSentence
{
    private const int FewTimes = 6;

    public static string Of(CronTimes times)
    {
        string[] parts = [Time(times), CronDaySentence.Of(times.Days, SaysEvery(times)), Month(times)];
        var sentence = string.Join(' ', parts.Where(part => part.Length > 0));
        return char.ToUpperInvariant(sentence[0]) + sentence[1..];
    }

    // "Every 15 minutes" needs no "every day" behind it.
    private static bool SaysEvery(CronTimes times) => new CronSet(CronField.Hour, times.Hours).IsAll;

    private static string Time(CronTimes times)
    {
        var seconds = new CronSet(CronField.Second, times.Seconds);
        var minutes = new CronSet(CronField.Minute, times.Minutes);
        var hours = new CronSet(CronField.Hour, times.Hours);
        if (seconds.Count == 1 && minutes.Count == 1 && hours.Count <= FewTimes)
        {
            return $"at {English.List(hours.Each().Select(hour => Clock(hour, minutes.First, seconds.First)))}";
        }

        string[] parts = [Seconds(seconds), Minutes(minutes, seconds), Hours(hours, minutes)];
        return string.Join(' ', parts.Where(part => part.Length > 0));
    }

    private static string Clock(int hour, int minute, int second) => second == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{hour:00}:{minute:00}")
        : string.Create(CultureInfo.InvariantCulture, $"{hour:00}:{minute:00}:{second:00}");

    private static string Seconds(CronSet seconds) =>
        seconds.IsAll ? "every second"
        : seconds.Step is { } step ? $"every {step} seconds"
        : seconds is { Count: 1, First: 0 } ? ""
        : $"at {seconds.Named("second")}";

    private static string Minutes(CronSet minutes, CronSet seconds)
    {
        var isOnTheMinute = seconds is { Count: 1, First: 0 };
        return minutes.IsAll ? isOnTheMinute ? "every minute" : seconds.IsAll || seconds.Step is not null ? "" : "of every minute"
            : minutes.Step is { } step ? isOnTheMinute ? $"every {step} minutes" : $"in every {English.Ordinal(step)} minute"
            : isOnTheMinute ? $"at {minutes.Named("minute")}" : $"in {minutes.Named("minute")}";
    }

    private static string Hours(CronSet hours, CronSet minutes)
    {
        if (hours.IsAll)
        {
            return minutes.IsAll || minutes.Step is not null ? "" : "of every hour";
        }

        if (hours.Step is { } step)
        {
            return $"in every {English.Ordinal(step)} hour";
        }

        return English.List(hours.Runs().Select(run => $"from {run.From:00}:00 to {run.To:00}:59"));
    }

    private static string Month(CronTimes times)
    {
        var months = new CronSet(CronField.Month, times.Months);
        return months.IsAll ? "" : $"in {months.Listed(CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName)}";
    }
}
