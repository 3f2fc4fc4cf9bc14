using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Ostinato.Storage;

namespace Ostinato.Logs;

/// <summary>
/// A part of the lines of an attempt as it is stored: <c>{"begun":1764500000000000,"from":17,"count":2,"lines":[…]}</c>, when the attempt
/// began in microseconds since 1970 by the store's clock, and the numbers of its lines, which go on from part to part.
/// </summary>
internal static class LinesJson
{
    public const string GapCategory = AttemptLogProvider.OwnCategories + "Logs";

    public static byte[] Write(DateTimeOffset begun, long from, IReadOnlyCollection<byte[]> lines)
    {
        var buffer = new ArrayBufferWriter<byte>(lines.Sum(line => line.Length + 1) + LineJson.Frame);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteNumber("begun", (begun - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
        json.WriteNumber("from", from);
        json.WriteNumber("count", lines.Count);
        json.WriteStartArray("lines");
        foreach (var line in lines)
        {
            json.WriteRawValue(line, skipInputValidation: true);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Where a part ends, without its lines.</summary>
    public static LinesPosition End(StoredNote note)
    {
        var json = new Utf8JsonReader(note.Body.Span);
        var (begun, from, count) = (Next(ref json), Next(ref json), Next(ref json));
        return new LinesPosition(note.Slot, note.Attempt, begun, from + count);
    }

    /// <summary>Reads what comes after a position, and moves it behind. Where lines are missing, one says so.</summary>
    public static IReadOnlyList<JobLogLine> Read(IEnumerable<StoredNote> notes, ref LinesPosition seen)
    {
        var lines = new List<JobLogLine>();
        foreach (var note in notes)
        {
            var end = End(note);
            var known = end.IsOfSameRun(seen) ? seen.Next : 0;
            Read(note, end, known, lines);
            seen = end with { Next = Math.Max(end.Next, known) };
        }

        return lines;
    }

    private static void Read(StoredNote note, LinesPosition end, long known, List<JobLogLine> lines)
    {
        using var document = JsonDocument.Parse(note.Body);
        var begun = DateTimeOffset.UnixEpoch + TimeSpan.FromMicroseconds(end.Begun);
        var from = document.RootElement.GetProperty("from").GetInt64();
        foreach (var line in document.RootElement.GetProperty("lines").EnumerateArray().Skip((int)Math.Max(0, known - from)))
        {
            var read = LineJson.Read(line, note.Attempt, begun);
            if (from > known)
            {
                lines.Add(Gap(read, from - known));
                known = from;
            }

            lines.Add(read);
        }
    }

    private static JobLogLine Gap(JobLogLine next, long lines) => next with
    {
        Level = LogLevel.Information,
        Category = GapCategory,
        EventId = 0,
        Text = string.Create(
            CultureInfo.InvariantCulture,
            $"{lines:N0} {(lines == 1 ? "line is" : "lines are")} missing here: of an attempt the first and the last are kept, up to ")
            + "Ostinato:Logs:MaxAttemptBytes.",
        Error = null,
        LeftOut = lines,
    };

    private static long Next(ref Utf8JsonReader json)
    {
        while (json.Read() && json.TokenType != JsonTokenType.Number)
        {
            // The names of the first three are known by their order.
        }

        return json.GetInt64();
    }
}

/// <summary>How far somebody has read the lines of a job.</summary>
/// <param name="Slot">The place of the last part.</param>
/// <param name="Attempt">Its attempt.</param>
/// <param name="Begun">When that began; an attempt that was put back begins again under its number.</param>
/// <param name="Next">The number of the next line.</param>
internal readonly record struct LinesPosition(long Slot, int Attempt, long Begun, long Next)
{
    public bool IsOfSameRun(in LinesPosition other) => (Attempt, Begun) == (other.Attempt, other.Begun);
}
