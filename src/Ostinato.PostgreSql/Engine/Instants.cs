namespace Ostinato.PostgreSql;

/// <summary>Times as the server keeps them: whole microseconds, in UTC.</summary>
internal static class Instants
{
    public static DateTime Latest { get; } = new(DateTime.MaxValue.Ticks - (TimeSpan.TicksPerMicrosecond * 2), DateTimeKind.Utc);

    /// <summary>Rounded up: nothing runs before its time.</summary>
    public static DateTime Ceiling(DateTimeOffset time)
    {
        var rest = time.UtcTicks % TimeSpan.TicksPerMicrosecond;
        var ticks = rest == 0 ? time.UtcTicks : time.UtcTicks + TimeSpan.TicksPerMicrosecond - rest;
        return ticks >= Latest.Ticks ? Latest : new DateTime(ticks, DateTimeKind.Utc);
    }

    /// <summary>A wait that the server can add to its clock.</summary>
    public static TimeSpan Bounded(TimeSpan wait) => wait < LongestWait ? wait : LongestWait;

    public static DateTimeOffset Of(DateTime time) => new(DateTime.SpecifyKind(time, DateTimeKind.Utc));

    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(365 * 8_000);
}
