using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Ostinato.Execution;

namespace Ostinato.Logs;

/// <summary>
/// A line as it is stored, microseconds from the start of its attempt:
/// <c>{"after":1500,"level":2,"category":"…","event":7,"text":"…","error":"…"}</c>.
/// </summary>
internal static class LineJson
{
    /// <summary>How much is kept of a category.</summary>
    public const int MaxCategoryBytes = 256;

    /// <summary>How much room a line takes beside its texts, at the most.</summary>
    public const int Frame = 128;

    private const int Mark = 3;

    public static byte[] Write(
        TimeSpan after, LogLevel level, string category, int eventId, string text, Exception? error, int maxBytes)
    {
        var buffer = new ArrayBufferWriter<byte>(Frame + Math.Min(text.Length, maxBytes));
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteNumber("after", after.Ticks / TimeSpan.TicksPerMicrosecond);
        json.WriteNumber("level", (int)level);
        Write(json, "category", category, MaxCategoryBytes);
        if (eventId != 0)
        {
            json.WriteNumber("event", eventId);
        }

        Write(json, "text", text, maxBytes);
        if (error is not null)
        {
            var told = ErrorText.Of(attempt: 0, error);
            var stack = told.Stack is null ? "" : $"\n{told.Stack}";
            Write(json, "error", $"{told.Type}: {told.Message}{stack}", maxBytes);
        }

        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    public static JobLogLine Read(JsonElement line, int attempt, DateTimeOffset begun)
    {
        var after = TimeSpan.FromMicroseconds(line.GetProperty("after").GetInt64());
        return new JobLogLine(
            attempt,
            begun + after,
            after,
            (LogLevel)line.GetProperty("level").GetInt32(),
            line.GetProperty("category").GetString()!,
            line.TryGetProperty("event", out var number) ? number.GetInt32() : 0,
            line.GetProperty("text").GetString()!,
            line.TryGetProperty("error", out var error) ? error.GetString() : null);
    }

    /// <summary>Cuts behind a character where the text, escaped, has more bytes.</summary>
    private static void Write(Utf8JsonWriter json, string name, string text, int maxBytes)
    {
        var utf8 = Encoding.UTF8.GetBytes(text, 0, Math.Min(text.Length, maxBytes + 1));
        var quoted = ArrayPool<byte>.Shared.Rent(maxBytes + 2);
        var room = quoted.AsSpan(1, maxBytes);
        var encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        if (encoder.EncodeUtf8(utf8, room, out _, out var written) != OperationStatus.Done)
        {
            encoder.EncodeUtf8(utf8, room[..^Mark], out _, out written);
            "…"u8.CopyTo(room[written..]);
            written += Mark;
        }

        quoted[0] = quoted[written + 1] = (byte)'"';
        json.WritePropertyName(name);
        json.WriteRawValue(quoted.AsSpan(0, written + 2), skipInputValidation: true);
        ArrayPool<byte>.Shared.Return(quoted);
    }
}
