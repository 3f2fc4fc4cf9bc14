using System.Globalization;

namespace Ostinato;

/// <summary>
/// Durations as people write them in attributes and configuration: the constant format of <see cref="TimeSpan"/> with its colons. A bare
/// number, which that format takes for days, is refused: whoever writes 30 means seconds.
/// </summary>
internal static class DurationText
{
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        return text.Contains(':', StringComparison.Ordinal)
            && TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out duration);
    }
}
