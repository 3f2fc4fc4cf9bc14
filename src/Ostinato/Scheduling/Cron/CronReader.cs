namespace Ostinato.Scheduling;

/// <summary>Reads a cron expression.</summary>
internal static class CronReader
{
    private static readonly Dictionary<string, string> Short = new(StringComparer.OrdinalIgnoreCase)
    {
        ["@yearly"] = "0 0 1 1 *",
        ["@annually"] = "0 0 1 1 *",
        ["@monthly"] = "0 0 1 * *",
        ["@weekly"] = "0 0 * * 0",
        ["@daily"] = "0 0 * * *",
        ["@midnight"] = "0 0 * * *",
        ["@hourly"] = "0 * * * *",
    };

    // Eight years have every date and every weekday on every date that an expression can ask for, with a leap day among them.
    private static readonly DateTime Searched = new(2000, 1, 1);

    /// <exception cref="CronFormatException">It cannot be read, or would never fire.</exception>
    public static CronTimes Read(string expression, string? seed)
    {
        var times = ReadFields(expression, seed);
        return Fires(times) ? times : throw new CronFormatException(NeverFires(expression));
    }

    public static string NeverFires(string expression) => $"'{expression}' would never fire: no month that it names has such a day.";

    /// <summary>What the fields say, even if that never comes to pass.</summary>
    /// <exception cref="CronFormatException">It cannot be read.</exception>
    public static CronTimes ReadFields(string expression, string? seed)
    {
        var fields = FieldsOf(expression);
        var months = new CronFieldReader(CronField.Month, expression, seed).Read(fields[4]);
        return new CronTimes(
            new CronFieldReader(CronField.Second, expression, seed).Read(fields[0]),
            new CronFieldReader(CronField.Minute, expression, seed).Read(fields[1]),
            new CronFieldReader(CronField.Hour, expression, seed).Read(fields[2]),
            months,
            new CronDaysReader(expression, seed).Read(fields[3], fields[5]));
    }

    /// <summary>Whether there is a day on which it fires.</summary>
    public static bool Fires(CronTimes times)
    {
        for (var month = 0; month < 8 * 12; month++)
        {
            var first = Searched.AddMonths(month);
            if ((times.Months >> first.Month & 1) != 0 && times.Days.In(first.Year, first.Month) != 0)
            {
                return true;
            }
        }

        return false;
    }

    // Six of them, the first for seconds.
    public static string[] FieldsOf(string expression)
    {
        var text = expression.Trim();
        if (text.StartsWith('@'))
        {
            text = Short.TryGetValue(text, out var meant)
                ? meant
                : throw new CronFormatException($"'{expression}' is no cron expression: there are {string.Join(", ", Short.Keys)}.");
        }

        var fields = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return fields.Length switch
        {
            5 => ["0", .. fields],
            6 => fields,
            _ => throw new CronFormatException(
                $"'{expression}' is no cron expression: it has {fields.Length} fields, and there must be five (minute, hour, day of the "
                + "month, month, day of the week), or six with a second before them."),
        };
    }
}
