namespace Ostinato.Sqlite;

/// <summary>Times and durations as they are stored.</summary>
internal static class Microseconds
{
    public const long Minute = 60_000_000;

    private static readonly long Latest = Of(DateTimeOffset.MaxValue);

    public static long Of(DateTimeOffset time) => Floor(time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks);

    /// <summary>Rounded up: nothing runs before its time.</summary>
    public static long Ceiling(DateTimeOffset time) =>
        Math.Min(Latest, -Floor(-(time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks)));

    public static long Of(TimeSpan duration) => Math.Max(0, duration.Ticks / TimeSpan.TicksPerMicrosecond);

    public static DateTimeOffset Time(long microseconds) =>
        new(DateTimeOffset.UnixEpoch.UtcTicks + (microseconds * TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);

    public static TimeSpan Duration(long microseconds) => TimeSpan.FromTicks(microseconds * TimeSpan.TicksPerMicrosecond);

    private static long Floor(long ticks) => ticks >= 0
        ? ticks / TimeSpan.TicksPerMicrosecond
        : -((TimeSpan.TicksPerMicrosecond - 1 - ticks) / TimeSpan.TicksPerMicrosecond);
}
