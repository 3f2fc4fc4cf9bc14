using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;

namespace Ostinato;

/// <summary>The identity of a stored job: opaque, printable and parseable.</summary>
/// <remarks>
/// Stores keep their own kind underneath: a 64-bit number in SQL stores, text in others. Compare and print it; read nothing into it.
/// </remarks>
[JsonConverter(typeof(JobIdJsonConverter))]
public readonly struct JobId : IEquatable<JobId>, IParsable<JobId>
{
    private const int LongestNumber = 18;

    private readonly long _number;
    private readonly string? _text;

    /// <summary>An id of a store that counts its jobs.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not between 1 and 10^18 − 1.</exception>
    public JobId(long number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, 999_999_999_999_999_999);
        _number = number;
    }

    /// <summary>An id of a store that names its jobs; text of 1 to 18 digits means the number.</summary>
    /// <exception cref="ArgumentException">The text is empty, longer than 100 characters, or zero.</exception>
    public JobId(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        if (text.Length > JobDefaults.MaxNameLength || (TryNumber(text, out _number) && _number == 0))
        {
            throw new ArgumentException($"'{text}' is not a job id.", nameof(text));
        }

        _text = _number == 0 ? text : null;
    }

    /// <summary>Whether this is the empty id, which no job has.</summary>
    public bool IsEmpty => _number == 0 && _text is null;

    /// <summary>The number underneath, where the store counts its jobs.</summary>
    public bool TryGetNumber(out long number)
    {
        number = _number;
        return _text is null && _number != 0;
    }

    /// <inheritdoc/>
    public static JobId Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var id)
            ? id
            : throw new FormatException($"'{s}' is not a job id. Use the text that JobId.ToString printed.");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out JobId result)
    {
        result = default;
        if (string.IsNullOrWhiteSpace(s) || s.Length > JobDefaults.MaxNameLength || (TryNumber(s, out var number) && number == 0))
        {
            return false;
        }

        result = new JobId(s);
        return true;
    }

    /// <inheritdoc/>
    public bool Equals(JobId other) => _number == other._number && string.Equals(_text, other._text, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is JobId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _text is null ? _number.GetHashCode() : string.GetHashCode(_text, StringComparison.Ordinal);

    /// <summary>The text that <see cref="Parse"/> reads back.</summary>
    public override string ToString() => _text ?? (_number == 0 ? "" : _number.ToString(CultureInfo.InvariantCulture));

    /// <summary>Whether both name the same job.</summary>
    public static bool operator ==(JobId left, JobId right) => left.Equals(right);

    /// <summary>Whether they name different jobs.</summary>
    public static bool operator !=(JobId left, JobId right) => !left.Equals(right);

    private static bool TryNumber(string text, out long number)
    {
        number = 0;
        return text.Length <= LongestNumber
            && text.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0
            && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
