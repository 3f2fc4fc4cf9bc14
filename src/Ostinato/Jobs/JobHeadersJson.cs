using System.Buffers;
using System.Text.Json;

namespace Ostinato;

/// <summary>Writes and reads the stored form of <see cref="JobHeaders"/>; members it does not know are skipped.</summary>
internal static class JobHeadersJson
{
    public static ReadOnlyMemory<byte> Write(JobHeaders headers)
    {
        if (headers.IsEmpty)
        {
            return default;
        }

        var buffer = new ArrayBufferWriter<byte>(128);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            WriteList(json, "tags", headers.Tags);
            WriteMetadata(json, headers.Metadata);
            WriteOverrides(json, headers);
            WriteDeadline(json, headers.Deadline);
            WriteList(json, "redacted", headers.Redacted);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    public static JobHeaders Read(ReadOnlyMemory<byte> stored)
    {
        if (stored.IsEmpty)
        {
            return JobHeaders.Empty;
        }

        using var document = JsonDocument.Parse(stored);
        var headers = JobHeaders.Empty;
        foreach (var member in document.RootElement.EnumerateObject())
        {
            headers = With(headers, member);
        }

        return headers;
    }

    private static JobHeaders With(JobHeaders headers, JsonProperty member) => member.Name switch
    {
        "tags" => headers with { Tags = ListOf(member.Value) },
        "meta" => headers with
        {
            Metadata = member.Value.EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetString()!),
        },
        "trace" => headers with { TraceParent = member.Value.GetString() },
        "state" => headers with { TraceState = member.Value.GetString() },
        "max" => headers with { MaxAttempts = member.Value.GetInt32() },
        "timeout" => headers with { Timeout = TimeSpan.FromMilliseconds(member.Value.GetInt64()) },
        "deadline" => headers with { Deadline = DeadlineOf(member.Value) },
        "redacted" => headers with { Redacted = ListOf(member.Value) },
        _ => headers,
    };

    private static List<string> ListOf(JsonElement json) => [.. json.EnumerateArray().Select(entry => entry.GetString()!)];

    private static Deadline DeadlineOf(JsonElement json) => new(
        json.TryGetProperty("at", out var at) ? DateTimeOffset.FromUnixTimeMilliseconds(at.GetInt64()) : null,
        json.TryGetProperty("in", out var span) ? TimeSpan.FromMilliseconds(span.GetInt64()) : null,
        json.TryGetProperty("stop", out var stop) && stop.GetBoolean());

    private static void WriteList(Utf8JsonWriter json, string name, IReadOnlyList<string> entries)
    {
        if (entries.Count == 0)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (var entry in entries)
        {
            json.WriteStringValue(entry);
        }

        json.WriteEndArray();
    }

    private static void WriteMetadata(Utf8JsonWriter json, IReadOnlyDictionary<string, string> metadata)
    {
        if (metadata.Count == 0)
        {
            return;
        }

        json.WriteStartObject("meta");
        foreach (var (key, value) in metadata)
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }

    private static void WriteOverrides(Utf8JsonWriter json, JobHeaders headers)
    {
        if (headers.TraceParent is { } trace)
        {
            json.WriteString("trace", trace);
        }

        if (headers.TraceState is { } state)
        {
            json.WriteString("state", state);
        }

        if (headers.MaxAttempts is { } max)
        {
            json.WriteNumber("max", max);
        }

        if (headers.Timeout is { } timeout)
        {
            json.WriteNumber("timeout", (long)timeout.TotalMilliseconds);
        }
    }

    private static void WriteDeadline(Utf8JsonWriter json, Deadline? deadline)
    {
        if (deadline is null)
        {
            return;
        }

        json.WriteStartObject("deadline");
        if (deadline.At is { } at)
        {
            json.WriteNumber("at", at.ToUnixTimeMilliseconds());
        }

        if (deadline.Within is { } span)
        {
            json.WriteNumber("in", (long)span.TotalMilliseconds);
        }

        if (deadline.StopsAttempt)
        {
            json.WriteBoolean("stop", true);
        }

        json.WriteEndObject();
    }
}
