namespace Ostinato.Scheduling;

/// <summary>One field of a cron expression: what it is called, which values it has, and which words stand for them.</summary>
internal sealed record CronField(string Name, int Least, int Most, string[] Words)
{
    private static readonly string[] Months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    private static readonly string[] Weekdays = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    public static CronField Second { get; } = new("second", 0, 59, []);

    public static CronField Minute { get; } = new("minute", 0, 59, []);

    public static CronField Hour { get; } = new("hour", 0, 23, []);

    public static CronField DayOfMonth { get; } = new("day of the month", 1, 31, []);

    public static CronField Month { get; } = new("month", 1, 12, Months);

    /// <summary>From Sunday, 0, to Saturday, 6. A 7 is a Sunday, too.</summary>
    public static CronField DayOfWeek { get; } = new("day of the week", 0, 6, Weekdays);

    /// <summary>All values.</summary>
    public ulong All => Range(Least, Most);

    /// <summary>What may stand there, for messages.</summary>
    public string Allowed => Words.Length == 0 ? $"{Least} to {Most}" : $"{Least} to {Most} or {Words[0]} to {Words[^1]}";

    /// <summary>The values from one to another; past the end it goes on at the beginning.</summary>
    public ulong Range(int from, int to, int step = 1)
    {
        var count = Most - Least + 1;
        var last = to >= from ? to : to + count;
        ulong values = 0;
        for (var value = from; value <= last; value += step)
        {
            values |= 1UL << (((value - Least) % count) + Least);
        }

        return values;
    }

    /// <summary>A number, or a word that stands for one.</summary>
    public bool TryValue(ReadOnlySpan<char> text, out int value)
    {
        for (var word = 0; word < Words.Length; word++)
        {
            if (text.Equals(Words[word], StringComparison.OrdinalIgnoreCase))
            {
                value = word + Least;
                return true;
            }
        }

        var isNumber = CronNumber.TryRead(text, out value);
        if (isNumber && this == DayOfWeek && value == 7)
        {
            value = 0;
        }

        return isNumber && value >= Least && value <= Most;
    }
}

/// <summary>Numbers of a cron expression: digits only, and not many.</summary>
internal static class CronNumber
{
    public static bool TryRead(ReadOnlySpan<char> text, out int value)
    {
        value = 0;
        if (text.Length is 0 or > 4)
        {
            return false;
        }

        foreach (var digit in text)
        {
            if (!char.IsAsciiDigit(digit))
            {
                return false;
            }

            value = (value * 10) + (digit - '0');
        }

        return true;
    }
}
