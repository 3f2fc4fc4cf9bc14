using System.Buffers;
using System.Text.Json;
using Ostinato.Storage;

namespace Ostinato.Notes;

/// <summary>How far a job is, and how that is stored: <c>{"done":3,"total":10,"message":"…"}</c>.</summary>
internal readonly record struct ProgressReport(long Done, long? Total, string? Message)
{
    public byte[] Write()
    {
        var buffer = new ArrayBufferWriter<byte>(128);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteNumber("done", Done);
        if (Total is { } total)
        {
            json.WriteNumber("total", total);
        }

        if (Message is { } message)
        {
            json.WriteString("message", message);
        }

        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    public static JobProgress Read(StoredNote note)
    {
        using var document = JsonDocument.Parse(note.Body);
        var json = document.RootElement;
        return new JobProgress(
            json.GetProperty("done").GetInt64(),
            json.TryGetProperty("total", out var total) ? total.GetInt64() : null,
            json.TryGetProperty("message", out var message) ? message.GetString() : null,
            note.Attempt,
            note.At);
    }
}
