using System.Buffers;
using System.Globalization;

namespace Ostinato;

/// <summary>One value inside a unique key: culture-independent, and never ambiguous with its neighbours.</summary>
public static class UniqueKeyText
{
    // No zeros at the end: amounts that are equal have one text.
    private const string Amount = "0.############################";

    private static readonly SearchValues<char> Special = SearchValues.Create(@"\{}");

    /// <summary>The text of a value: <c>~</c> for null, otherwise in braces, so that it ends where it seems to end.</summary>
    /// <remarks>
    /// Used by generated code; the same value always gives the same text, on every machine and in every version. Text is taken as it is,
    /// times in the round-trip format and in UTC where they know it, members of an enum as their number.
    /// </remarks>
    /// <exception cref="ArgumentException">The value has no text of its own, as arrays and lists have none.</exception>
    public static string Of(object? value) => value is null ? "~" : $"{{{Escape(TextOf(value))}}}";

    private static string TextOf(object value) => value switch
    {
        string text => text,
        DateTime { Kind: DateTimeKind.Local } time => time.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture),
        DateTime or DateOnly or TimeOnly => ((IFormattable)value).ToString("O", CultureInfo.InvariantCulture),
        decimal amount => amount.ToString(Amount, CultureInfo.InvariantCulture),
        Enum member => member.ToString("D"),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => OwnText(value),
    };

    private static string OwnText(object value) => value.ToString() is { } text && text != value.GetType().ToString()
        ? text
        : throw new ArgumentException($"A {value.GetType()} cannot be part of a unique key: it has no text of its own.", nameof(value));

    private static string Escape(string text) =>
        text.AsSpan().ContainsAny(Special) ? string.Concat(text.Select(c => Special.Contains(c) ? $@"\{c}" : $"{c}")) : text;
}
