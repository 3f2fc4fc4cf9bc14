using System.Buffers;
using System.Globalization;

namespace Ostinato;

/// <summary>One value inside a unique key: culture-independent, and never ambiguous with its neighbours.</summary>
public static class UniqueKeyText
{
    private static readonly SearchValues<char> Special = SearchValues.Create(@"\~{}/|:");

    /// <summary>
    /// The text of a value: <c>~</c> for null, <c>\</c>-escaped <c>~ { } / | :</c>, invariant and round-trip formats otherwise.
    /// </summary>
    /// <remarks>Used by generated code; the same value always gives the same text, on every machine and in every version.</remarks>
    public static string Of(object? value) => value switch
    {
        null => "~",
        string text => Escape(text),
        DateTime time => time.ToString("O", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture),
        Enum member => member.ToString("D"),
        IFormattable formattable => Escape(formattable.ToString(null, CultureInfo.InvariantCulture)),
        _ => Escape(value.ToString() ?? ""),
    };

    private static string Escape(string text) =>
        text.AsSpan().ContainsAny(Special) ? string.Concat(text.Select(c => Special.Contains(c) ? $@"\{c}" : $"{c}")) : text;
}
