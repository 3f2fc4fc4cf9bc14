using System.Globalization;
using System.Text;

namespace Ostinato.Operations;

/// <summary>Reads a filter from a line of words such as <c>state:discarded queue:mail since:2h</c>, and writes one.</summary>
internal static class JobFilterText
{
    private static readonly string[] Fields = ["state", "queue", "name", "tag", "payload", "text", "error", "since", "before"];

    private static readonly Dictionary<char, Func<double, TimeSpan>> Units = new()
    {
        ['s'] = TimeSpan.FromSeconds,
        ['m'] = TimeSpan.FromMinutes,
        ['h'] = TimeSpan.FromHours,
        ['d'] = TimeSpan.FromDays,
    };

    public static JobFilter Parse(string text, DateTimeOffset now)
    {
        var filter = new JobFilter();
        var said = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (field, value) in Terms(text))
        {
            if (!said.Add(field))
            {
                throw new FormatException(
                    $"'{field}' is there twice in the query '{text}'. Several states are written state:discarded,cancelled.");
            }

            filter = field switch
            {
                "state" => filter with { States = States(value) },
                "queue" => filter with { Queue = value },
                "name" => filter with { Name = value },
                "tag" => filter with { Tag = value },
                "payload" => filter with { Payload = value },
                "text" => filter with { PayloadText = value },
                "error" => filter with { Error = value },
                "since" => filter with { FinishedFrom = Time(value, now) },
                "before" => filter with { FinishedBefore = Time(value, now) },
                _ => throw new FormatException($"'{field}' is no field of a query. There are {string.Join(", ", Fields)}."),
            };
        }

        JobFilterRules.Check(filter);
        return filter;
    }

    public static string Write(JobFilter filter)
    {
        var text = new StringBuilder();
        Add("state", filter.States == JobStates.Any ? null : filter.States.ToString().Replace(" ", "", StringComparison.Ordinal));
        Add("queue", filter.Queue);
        Add("name", filter.Name);
        Add("tag", filter.Tag);
        Add("payload", filter.Payload);
        Add("text", filter.PayloadText);
        Add("error", filter.Error);
        Add("since", filter.FinishedFrom?.ToString("O", CultureInfo.InvariantCulture));
        Add("before", filter.FinishedBefore?.ToString("O", CultureInfo.InvariantCulture));
        return text.ToString();

        void Add(string field, string? value)
        {
            if (value is not null)
            {
                var quoted = value.Length == 0 || value.Any(one => char.IsWhiteSpace(one) || one is '"' or '\\')
                    ? $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\""
                    : value;
                text.Append(text.Length == 0 ? "" : " ").Append(field).Append(':').Append(quoted);
            }
        }
    }

    private static IEnumerable<(string Field, string Value)> Terms(string text)
    {
        for (var at = 0; SkipSpace(text, ref at);)
        {
            var colon = text.IndexOf(':', at);
            if (colon < 0 || text.AsSpan(at, colon - at).Contains(' '))
            {
                var word = text[at..].Split(' ')[0];
                throw new FormatException($"'{word}' in the query '{text}' has no field. Write field:value, such as text:{word}.");
            }

            var field = text[at..colon];
            at = colon + 1;
            yield return (field, at < text.Length && text[at] == '"' ? Quoted(text, ref at) : Bare(text, ref at));
        }
    }

    private static bool SkipSpace(string text, ref int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        return at < text.Length;
    }

    private static string Bare(string text, ref int at)
    {
        var from = at;
        while (at < text.Length && !char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        return at > from ? text[from..at] : throw new FormatException($"A value is missing in the query '{text}', after '{text[..at]}'.");
    }

    private static string Quoted(string text, ref int at)
    {
        var value = new StringBuilder();
        for (at++; at < text.Length && text[at] != '"'; at++)
        {
            at += text[at] == '\\' && at + 1 < text.Length ? 1 : 0;
            value.Append(text[at]);
        }

        return at++ < text.Length
            ? value.ToString()
            : throw new FormatException($"A quotation mark is missing at the end of the query '{text}'.");
    }

    private static JobStates States(string value)
    {
        var states = JobStates.None;
        foreach (var name in value.Split(','))
        {
            states |= Enum.TryParse<JobStates>(name, ignoreCase: true, out var state) && Enum.IsDefined(state) && state != JobStates.None
                && !char.IsAsciiDigit(name[0])
                ? state
                : throw new FormatException(
                    $"'{name}' is no state. There are {string.Join(", ", Enum.GetNames<JobStates>().Skip(1)).ToLowerInvariant()}.");
        }

        return states;
    }

    // A span before now, such as 2h, or a time.
    private static DateTimeOffset Time(string value, DateTimeOffset now) =>
        Units.TryGetValue(value[^1], out var unit)
            && double.TryParse(value.AsSpan(..^1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count)
            && count < 1e6
            ? now - unit(count)
        : DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
        : throw new FormatException(
            $"'{value}' is no time. Write a span before now, such as 90s, 30m, 2h or 7d, or a time such as 2026-01-31T08:00Z.");
}
