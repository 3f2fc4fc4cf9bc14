using System.Globalization;
using System.Numerics;

namespace Ostinato.Scheduling;

/// <summary>Says in English on which days an expression fires.</summary>
internal static class CronDaySentence
{
    public static string Of(CronDays days, bool isOften)
    {
        var (ofMonth, ofWeek) = (OfMonth(days), OfWeek(days));
        return (ofMonth.Length, ofWeek.Length) switch
        {
            (0, 0) => isOften ? "" : "every day",
            (_, 0) => $"on {ofMonth} of the month",
            (0, _) => $"on {ofWeek}",
            _ when days.EitherIsEnough => $"on {ofMonth} of the month or on {ofWeek}",
            _ => $"on {ofMonth} of the month where it is {ofWeek}",
        };
    }

    private static string OfMonth(CronDays days)
    {
        var numbers = new CronSet(CronField.DayOfMonth, days.OfMonth);
        if (numbers.IsAll)
        {
            return "";
        }

        var parts = new List<string>();
        if (numbers.Count > 0)
        {
            parts.Add(numbers.Step is { } step ? $"every {English.Ordinal(step)} day" : numbers.Named("day"));
        }

        parts.AddRange(Bits(days.FromLast).Select(back => back == 0 ? "the last day" : $"the {English.Ordinal(back + 1)} last day"));
        parts.AddRange(Bits(days.NearestWeekday).Select(day => $"the weekday nearest to day {day}"));
        if (days.LastWeekday)
        {
            parts.Add("the last weekday");
        }

        return English.List(parts);
    }

    private static string OfWeek(CronDays days)
    {
        var weekdays = new CronSet(CronField.DayOfWeek, days.OfWeek);
        if (weekdays.IsAll)
        {
            return "";
        }

        var parts = new List<string>();
        if (weekdays.Count > 0)
        {
            parts.Add(weekdays.Listed(Name));
        }

        parts.AddRange(Bits(days.NthOfWeek).Select(bit => $"the {English.Ordinal(bit / 7)} {Name(bit % 7)} of the month"));
        parts.AddRange(Bits(days.LastOfWeek).Select(day => $"the last {Name(day)} of the month"));
        return English.List(parts);
    }

    private static string Name(int weekday) => CultureInfo.InvariantCulture.DateTimeFormat.GetDayName((DayOfWeek)weekday);

    private static IEnumerable<int> Bits(ulong values)
    {
        for (; values != 0; values &= values - 1)
        {
            yield return BitOperations.TrailingZeroCount(values);
        }
    }
}
