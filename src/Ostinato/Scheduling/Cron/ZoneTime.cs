namespace Ostinato.Scheduling;

/// <summary>Which moments a clock on the wall of a time zone shows a time at.</summary>
/// <param name="First">The moment; the earlier one of two; where the clock skips the time, the one right after the gap.</param>
/// <param name="Second">The later one, where the clock shows the time twice.</param>
/// <param name="IsSkipped">Whether the clock never shows it.</param>
internal readonly record struct ZoneTime(DateTime First, DateTime? Second, bool IsSkipped)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>
    /// Looks at the offsets of moments only: what a zone says of times on its wall leaves changes out that have nothing to do with summer.
    /// </summary>
    public static ZoneTime Of(DateTime shown, TimeZoneInfo zone)
    {
        var about = DateTime.SpecifyKind(shown - zone.BaseUtcOffset, DateTimeKind.Utc);
        var (before, at, after) = (zone.GetUtcOffset(about - Day), zone.GetUtcOffset(about), zone.GetUtcOffset(about + Day));
        return before == at && at == after
            ? new ZoneTime(Utc(shown - at), null, IsSkipped: false)
            : Near(shown, zone, [before, at, after]);
    }

    /// <summary>The first moment in a span in which the offset is no more what it is at its beginning.</summary>
    public static DateTime Change(DateTime from, DateTime to, TimeZoneInfo zone)
    {
        var offset = zone.GetUtcOffset(from);
        while (to - from > TimeSpan.FromTicks(1))
        {
            var middle = from + ((to - from) / 2);
            (from, to) = zone.GetUtcOffset(middle) == offset ? (middle, to) : (from, middle);
        }

        return to;
    }

    private static ZoneTime Near(DateTime shown, TimeZoneInfo zone, TimeSpan[] offsets)
    {
        DateTime[] moments = [.. offsets.Distinct().Select(offset => Utc(shown - offset)).Order()];
        DateTime[] showing = [.. moments.Where(moment => moment + zone.GetUtcOffset(moment) == shown)];
        return showing.Length > 0
            ? new ZoneTime(showing[0], showing.Length > 1 ? showing[^1] : null, IsSkipped: false)
            : new ZoneTime(Change(moments[0], moments[^1], zone), null, IsSkipped: true);
    }

    private static DateTime Utc(DateTime time) => DateTime.SpecifyKind(time, DateTimeKind.Utc);
}
