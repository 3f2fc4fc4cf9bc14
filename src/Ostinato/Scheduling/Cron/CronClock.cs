namespace Ostinato.Scheduling;

/// <summary>
/// When an expression fires in a time zone. Where the clock goes forward, a time that it skips fires once, right after the gap; where it
/// goes back, a time that it shows twice fires once, the first time. An expression for every hour keeps its rhythm instead: nothing
/// fires for the hour that is skipped, and the hour that comes twice fires twice.
/// </summary>
internal static class CronClock
{
    private const ulong EveryHour = (1UL << 24) - 1;
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    // A margin for offsets, so that no time falls out of the calendar on the way.
    private static readonly DateTime Earliest = DateTime.SpecifyKind(DateTime.MinValue.AddDays(3), DateTimeKind.Utc);
    private static readonly DateTime Latest = DateTime.SpecifyKind(DateTime.MaxValue.AddYears(-1), DateTimeKind.Utc);

    /// <summary>The first moment later than this one, in UTC; null where the calendar ends before it.</summary>
    public static DateTime? Next(CronTimes times, DateTime after, TimeZoneInfo zone)
    {
        if (after > Latest)
        {
            return null;
        }

        after = after > Earliest ? after : Earliest;
        var keepsRhythm = times.Hours == EveryHour;
        var offset = zone.GetUtcOffset(after);
        var from = Shown(after, offset);
        if (keepsRhythm && zone.GetUtcOffset(after + Day) < offset && SecondPass(times, after, from, zone) is { } again)
        {
            return again;
        }

        while (times.After(from) is { } shown)
        {
            var time = ZoneTime.Of(shown, zone);
            if (time.IsSkipped && keepsRhythm)
            {
                from = Shown(time.First, zone.GetUtcOffset(time.First)) - Tick;
                continue;
            }

            if (time.First > after)
            {
                return time.First;
            }

            if (keepsRhythm && time.Second is { } second && second > after)
            {
                return second;
            }

            from = shown;
        }

        return null;
    }

    // In the first pass of an hour that comes twice, and with nothing left to fire in it.
    private static DateTime? SecondPass(CronTimes times, DateTime after, DateTime from, TimeZoneInfo zone)
    {
        if (ZoneTime.Of(from, zone) is not { Second: { } second } || second == after)
        {
            return null;
        }

        var change = ZoneTime.Change(after, second, zone);
        var end = Shown(change - Tick, zone.GetUtcOffset(change - Tick));
        if (times.After(from) is { } shown && shown <= end)
        {
            return null;
        }

        var start = Shown(change, zone.GetUtcOffset(change));
        return times.After(start - Tick) is { } repeated && repeated <= end ? change + (repeated - start) : null;
    }

    private static DateTime Shown(DateTime moment, TimeSpan offset) => DateTime.SpecifyKind(moment + offset, DateTimeKind.Unspecified);
}
