using System.Text.RegularExpressions;

namespace Ostinato.Generators;

/// <summary>Says which time zone ids no machine can know. Which of the others exist differs from machine to machine.</summary>
internal static class ZoneId
{
    private static readonly Regex Offset = new("^[+-][0-9]", RegexOptions.CultureInvariant);
    private static readonly Regex Known = new("^[A-Za-z][A-Za-z0-9 _+./()-]*$", RegexOptions.CultureInvariant);

    /// <summary>Why it cannot exist, or null.</summary>
    public static string? ImpossibleBecause(string id) =>
        id.Trim().Length == 0 ? "it is empty"
        : id != id.Trim() ? "there is white space around it"
        : Offset.IsMatch(id) ? "it is an offset, which knows no summer time"
        : !Known.IsMatch(id) ? "ids consist of letters, digits, spaces and _ + - . / ( ), and begin with a letter"
        : null;
}
