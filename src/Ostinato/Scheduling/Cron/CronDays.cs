using System.Numerics;

namespace Ostinato.Scheduling;

/// <summary>The days on which a cron expression fires, month by month, as a set of the days of that month.</summary>
/// <remarks>
/// The classic rule: where both the day of the month and the day of the week are restricted, either is enough. A field that begins with
/// <c>*</c> restricts nobody, so that <c>*/2</c> in one of them must hold together with the other.
/// </remarks>
internal sealed record CronDays
{
    private const ulong EveryWeekday = (1UL << 7) - 1;

    /// <summary>Days of the month, by number.</summary>
    public ulong OfMonth { get; init; }

    /// <summary>Days counted back from the last: 0 is the last one (<c>L</c>), 3 the third before it (<c>L-3</c>).</summary>
    public ulong FromLast { get; init; }

    /// <summary>The weekdays, Monday to Friday, nearest to these days and in the same month (<c>15W</c>).</summary>
    public ulong NearestWeekday { get; init; }

    /// <summary>Whether the last weekday of the month is one of them (<c>LW</c>).</summary>
    public bool LastWeekday { get; init; }

    /// <summary>Days of the week, from Sunday.</summary>
    public ulong OfWeek { get; init; }

    /// <summary>The last of these days of the week in the month (<c>5L</c>).</summary>
    public ulong LastOfWeek { get; init; }

    /// <summary>The nth of a day of the week in the month (<c>1#2</c>), a bit for each at 7 · n + day.</summary>
    public ulong NthOfWeek { get; init; }

    /// <summary>Whether either of the two is enough.</summary>
    public bool EitherIsEnough { get; init; }

    /// <summary>A bit for each day, the first at 1.</summary>
    public ulong In(int year, int month)
    {
        var last = DateTime.DaysInMonth(year, month);
        var first = (int)new DateTime(year, month, 1).DayOfWeek;
        var ofMonth = ByNumber(last, first);
        var ofWeek = ByWeekday(last, first);
        return (EitherIsEnough ? ofMonth | ofWeek : ofMonth & ofWeek) & ((2UL << last) - 2);
    }

    private ulong ByNumber(int last, int first)
    {
        var days = OfMonth;
        for (var rest = FromLast; rest != 0; rest &= rest - 1)
        {
            var day = last - BitOperations.TrailingZeroCount(rest);
            days |= day > 0 ? 1UL << day : 0;
        }

        for (var rest = NearestWeekday; rest != 0; rest &= rest - 1)
        {
            var day = BitOperations.TrailingZeroCount(rest);
            days |= day <= last ? 1UL << Nearest(day, last, first) : 0;
        }

        return LastWeekday ? days | (1UL << Nearest(last, last, first)) : days;
    }

    private ulong ByWeekday(int last, int first)
    {
        if (OfWeek == EveryWeekday)
        {
            return ulong.MaxValue;
        }

        ulong days = 0;
        for (var weekday = 0; weekday < 7; weekday++)
        {
            var earliest = 1 + ((weekday - first + 7) % 7);
            if ((OfWeek >> weekday & 1) != 0)
            {
                days |= 0x10204081UL << earliest;
            }

            if ((LastOfWeek >> weekday & 1) != 0)
            {
                days |= 1UL << (earliest + ((last - earliest) / 7 * 7));
            }

            for (var nth = 1; nth <= 5 && NthOfWeek != 0; nth++)
            {
                days |= (NthOfWeek >> ((7 * nth) + weekday) & 1) << (earliest + (7 * (nth - 1)));
            }
        }

        return days;
    }

    // A Saturday gives way to the Friday before it, a Sunday to the Monday after it, unless that would leave the month.
    private static int Nearest(int day, int last, int first) => ((first + day - 1) % 7) switch
    {
        6 => day > 1 ? day - 1 : day + 2,
        0 => day < last ? day + 1 : day - 2,
        _ => day,
    };
}
