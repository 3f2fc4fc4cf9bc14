using System.Globalization;

namespace Ostinato.Generators;

/// <summary>Durations in attributes: the constant format of <see cref="TimeSpan"/>, not negative.</summary>
internal static class DurationText
{
    public static long? TicksOf(string? text) =>
        TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var duration) && duration >= TimeSpan.Zero
            ? duration.Ticks
            : null;
}
