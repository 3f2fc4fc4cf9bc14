using System.Globalization;

namespace Ostinato.Generators;

/// <summary>
/// Durations in attributes: the constant format of <see cref="TimeSpan"/>, not negative, with its colons. A bare number would mean days.
/// </summary>
internal static class DurationText
{
    /// <summary>Whether the text is a duration, but shorter than a millisecond or longer than so many days.</summary>
    public static bool IsOutOfRange(string? text, int mostDays) =>
        TicksOf(text) is { } ticks && (ticks < TimeSpan.TicksPerMillisecond || ticks > TimeSpan.FromDays(mostDays).Ticks);

    public static long? TicksOf(string? text) =>
        text?.IndexOf(':') >= 0
        && TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var duration) && duration >= TimeSpan.Zero
            ? duration.Ticks
            : null;
}
