using System.Numerics;

namespace Ostinato.Scheduling;

/// <summary>The times at which a cron expression fires on a clock that never changes its offset.</summary>
internal sealed record CronTimes(ulong Seconds, ulong Minutes, ulong Hours, ulong Months, CronDays Days)
{
    private const int LastYear = 9998;

    /// <summary>The first time that is later, or null: then there is none before the calendar ends.</summary>
    public DateTime? After(DateTime time)
    {
        var from = time.AddTicks(TimeSpan.TicksPerSecond - (time.Ticks % TimeSpan.TicksPerSecond));
        return DateOf(from, out var isSameDay) is not { } date ? null
            : !isSameDay ? date + First
            : TimeOf(from) is { } later ? date + later
            : DateOf(from.Date.AddDays(1), out _) is { } next ? next + First
            : null;
    }

    private TimeSpan First => new(Lowest(Hours), Lowest(Minutes), Lowest(Seconds));

    private DateTime? DateOf(DateTime from, out bool isSameDay)
    {
        isSameDay = false;
        var (year, month, day) = (from.Year, from.Month, from.Day);
        while (year <= LastYear)
        {
            if ((Months >> month & 1) != 0 && (Days.In(year, month) >> day << day) is not 0 and var days)
            {
                var date = new DateTime(year, month, Lowest(days));
                isSameDay = date == from.Date;
                return date;
            }

            (year, month, day) = month < 12 ? (year, month + 1, 1) : (year + 1, 1, 1);
        }

        return null;
    }

    // The first time of the same day that is no earlier.
    private TimeSpan? TimeOf(DateTime from)
    {
        var (hour, minute, second) = (from.Hour, from.Minute, from.Second);
        if (Has(Hours, hour))
        {
            if (Has(Minutes, minute) && Next(Seconds, second) is { } laterSecond)
            {
                return new TimeSpan(hour, minute, laterSecond);
            }

            if (Next(Minutes, minute + 1) is { } laterMinute)
            {
                return new TimeSpan(hour, laterMinute, Lowest(Seconds));
            }
        }

        return Next(Hours, hour + 1) is { } laterHour ? new TimeSpan(laterHour, Lowest(Minutes), Lowest(Seconds)) : null;
    }

    private static bool Has(ulong values, int value) => (values >> value & 1) != 0;

    private static int? Next(ulong values, int from) => (values >> from << from) is not 0 and var rest ? Lowest(rest) : null;

    private static int Lowest(ulong values) => BitOperations.TrailingZeroCount(values);
}
