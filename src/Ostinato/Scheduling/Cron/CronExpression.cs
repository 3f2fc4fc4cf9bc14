using System.Diagnostics.CodeAnalysis;
using Ostinato.Scheduling;

namespace Ostinato;

/// <summary>
/// When something happens again and again: five fields (minute, hour, day of the month, month, day of the week), or six with a second
/// before them.
/// </summary>
/// <remarks>
/// <para>
/// A field is a list of values, ranges and steps: <c>5</c>, <c>1,15</c>, <c>9-17</c>, <c>*/10</c>, <c>10/15</c>, <c>0-30/5</c>. Ranges
/// may wrap (<c>22-4</c>, <c>FRI-MON</c>). Months and weekdays have English names; Sunday is 0 and 7. Days of the month know <c>L</c>
/// (the last), <c>L-3</c> (the third before it), <c>15W</c> (the weekday nearest to the 15th, in the same month) and <c>LW</c>; days of
/// the week know <c>FRIL</c> (the last Friday) and <c>MON#2</c> (the second Monday). <c>?</c> is <c>*</c> for a day. <c>H</c> is a value
/// that follows from the name of the schedule, so that schedules do not fire all at once: <c>H H(1-4) * * *</c>, <c>H/15 * * * *</c>.
/// <c>@hourly</c>, <c>@daily</c>, <c>@midnight</c>, <c>@weekly</c>, <c>@monthly</c>, <c>@yearly</c> and <c>@annually</c> are short
/// forms.
/// </para>
/// <para>
/// Where day of the month and day of the week are both restricted, either is enough, as in crontab(5). A field that begins with <c>*</c>
/// does not restrict.
/// </para>
/// <para>
/// Where the clock of a time zone goes forward, a time that it skips fires once, right after the gap; where it goes back, a time that it
/// shows twice fires once, the first time. An expression for every hour keeps its rhythm instead: the hour that is skipped does not
/// fire, the hour that comes twice fires twice.
/// </para>
/// </remarks>
public sealed class CronExpression : IEquatable<CronExpression>
{
    private readonly string _text;
    private readonly CronTimes _times;

    private CronExpression(string text, CronTimes times) => (_text, _times) = (text, times);

    /// <summary>Reads an expression.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="seed">What an <c>H</c> follows from, such as the name of a schedule; null refuses it.</param>
    /// <exception cref="CronFormatException">It cannot be read, or would never fire, such as on a 30th of February.</exception>
    public static CronExpression Parse(string text, string? seed = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new CronExpression(text.Trim(), CronReader.Read(text, seed));
    }

    /// <summary>Reads an expression, or says why it cannot be read.</summary>
    public static bool TryParse(
        string? text, string? seed, [NotNullWhen(true)] out CronExpression? expression, [NotNullWhen(false)] out string? error)
    {
        try
        {
            (expression, error) = (Parse(text ?? "", seed), null);
            return true;
        }
        catch (CronFormatException wrong)
        {
            (expression, error) = (null, wrong.Message);
            return false;
        }
    }

    /// <summary>The first time later than this one, or null where the calendar ends before it.</summary>
    /// <param name="after">The moment to look from; it is not an answer itself.</param>
    /// <param name="zone">Whose clock the expression speaks of. Default UTC.</param>
    public DateTimeOffset? Next(DateTimeOffset after, TimeZoneInfo? zone = null)
    {
        zone ??= TimeZoneInfo.Utc;
        return CronClock.Next(_times, after.UtcDateTime, zone) is { } next
            ? new DateTimeOffset(next).ToOffset(zone.GetUtcOffset(next))
            : null;
    }

    /// <summary>All times later than this one, without end: take as many as you need.</summary>
    public IEnumerable<DateTimeOffset> Upcoming(DateTimeOffset after, TimeZoneInfo? zone = null)
    {
        while (Next(after, zone) is { } next)
        {
            yield return next;
            after = next;
        }
    }

    /// <summary>Says it in an English sentence, such as <c>At 03:00 on Monday to Friday</c>.</summary>
    public string Describe() => CronSentence.Of(_times);

    /// <summary>Whether both fire at the same times.</summary>
    public bool Equals(CronExpression? other) => other is not null && _times == other._times;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CronExpression);

    /// <inheritdoc/>
    public override int GetHashCode() => _times.GetHashCode();

    /// <summary>The expression as it was written.</summary>
    public override string ToString() => _text;
}
