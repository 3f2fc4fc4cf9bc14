using System.Globalization;

namespace Ostinato.Generators;

/// <summary>
/// Durations in attributes: the constant format of <see cref="TimeSpan"/>, not negative, with its colons. A bare number would mean days.
/// </summary>
internal static class DurationText
{
    /// <summary>Whether the text is a duration, but not one that an attempt can be limited to.</summary>
    public static bool IsOutOfRange(string? text) =>
        TicksOf(text) is { } ticks && (ticks < TimeSpan.TicksPerMillisecond || ticks > TimeSpan.FromDays(49).Ticks);

    public static long? TicksOf(string? text) =>
        text?.IndexOf(':') >= 0
        && TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var duration) && duration >= TimeSpan.Zero
            ? duration.Ticks
            : null;
}
