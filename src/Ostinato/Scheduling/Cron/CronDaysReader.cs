namespace Ostinato.Scheduling;

/// <summary>Reads the two fields that say on which days an expression fires.</summary>
internal sealed class CronDaysReader(string expression, string? seed)
{
    private readonly CronFieldReader _ofMonth = new(CronField.DayOfMonth, expression, seed);
    private readonly CronFieldReader _ofWeek = new(CronField.DayOfWeek, expression, seed);

    public CronDays Read(string ofMonth, string ofWeek)
    {
        var days = new CronDays { OfMonth = 0, OfWeek = 0, EitherIsEnough = Restricts(ofMonth) && Restricts(ofWeek) };
        foreach (var item in Items(ofMonth))
        {
            days = WithDayOfMonth(days, item);
        }

        foreach (var item in Items(ofWeek))
        {
            days = WithDayOfWeek(days, item);
        }

        return days;
    }

    private static bool Restricts(string field) => field[0] is not ('*' or '?');

    private static string[] Items(string field) => field is "?" ? ["*"] : field.ToUpperInvariant().Split(',');

    private CronDays WithDayOfMonth(CronDays days, string item)
    {
        if (item is "L")
        {
            return days with { FromLast = days.FromLast | 1 };
        }

        if (item is "LW" or "WL")
        {
            return days with { LastWeekday = true };
        }

        if (item.StartsWith("L-", StringComparison.Ordinal))
        {
            return CronNumber.TryRead(item.AsSpan(2), out var back) && back is >= 1 and <= 30
                ? days with { FromLast = days.FromLast | (1UL << back) }
                : throw _ofMonth.Wrong(item, "1 to 30 days may be counted back from the last");
        }

        return item.Length > 1 && item[^1] == 'W'
            ? days with { NearestWeekday = days.NearestWeekday | (1UL << _ofMonth.ReadValue(item, item[..^1])) }
            : days with { OfMonth = days.OfMonth | _ofMonth.ReadItem(item) };
    }

    private CronDays WithDayOfWeek(CronDays days, string item)
    {
        if (item is "L")
        {
            throw _ofWeek.Wrong(item, "the L needs a day before it, such as FRIL for the last Friday");
        }

        if (item[^1..] is "L")
        {
            return days with { LastOfWeek = days.LastOfWeek | (1UL << _ofWeek.ReadValue(item, item[..^1])) };
        }

        var hash = item.IndexOf('#', StringComparison.Ordinal);
        if (hash < 0)
        {
            return days with { OfWeek = days.OfWeek | _ofWeek.ReadItem(item) };
        }

        var weekday = _ofWeek.ReadValue(item, item[..hash]);
        return CronNumber.TryRead(item.AsSpan(hash + 1), out var nth) && nth is >= 1 and <= 5
            ? days with { NthOfWeek = days.NthOfWeek | (1UL << ((7 * nth) + weekday)) }
            : throw _ofWeek.Wrong(item, "1 to 5 may follow the #");
    }
}
