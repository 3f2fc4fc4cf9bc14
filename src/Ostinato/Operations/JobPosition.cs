using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;

namespace Ostinato;

/// <summary>A place in a list of jobs, from which the next page goes on: opaque, printable and parseable.</summary>
/// <param name="Id">The last job that was seen. It need not be there any more.</param>
/// <param name="FinishedAt">When it ended, where the list is in that order.</param>
[JsonConverter(typeof(JobPositionJsonConverter))]
public readonly record struct JobPosition(JobId Id, DateTimeOffset? FinishedAt = null) : IParsable<JobPosition>
{
    private const char Separator = '@';

    /// <inheritdoc/>
    public static JobPosition Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var position)
            ? position
            : throw new FormatException($"'{s}' is not a place in a list of jobs. Use the text that JobPosition.ToString printed.");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out JobPosition result)
    {
        result = default;
        var at = s?.LastIndexOf(Separator) ?? -1;
        if (!JobId.TryParse(at < 0 ? s : s![..at], provider, out var id))
        {
            return false;
        }

        DateTimeOffset? finishedAt = null;
        if (at >= 0)
        {
            if (!long.TryParse(s.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
                || ticks > DateTimeOffset.MaxValue.Ticks)
            {
                return false;
            }

            finishedAt = new DateTimeOffset(ticks, TimeSpan.Zero);
        }

        result = new JobPosition(id, finishedAt);
        return true;
    }

    /// <summary>The text that <see cref="Parse"/> reads back.</summary>
    public override string ToString() => FinishedAt is { } at
        ? string.Create(CultureInfo.InvariantCulture, $"{Id}{Separator}{at.UtcTicks}")
        : Id.ToString();
}
