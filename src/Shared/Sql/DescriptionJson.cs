using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Ostinato.Storage.Sql;

/// <summary>What a process says of itself, as JSON text.</summary>
internal static class DescriptionJson
{
    public static string Write(IReadOnlyDictionary<string, int> queues) => Write(json =>
    {
        json.WriteStartObject();
        foreach (var (queue, concurrency) in queues)
        {
            json.WriteNumber(queue, concurrency);
        }

        json.WriteEndObject();
    });

    public static string Write(IReadOnlyCollection<string> names) => Write(json =>
    {
        json.WriteStartArray();
        foreach (var name in names)
        {
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
    });

    public static Dictionary<string, int> ReadQueues(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.EnumerateObject()
            .ToDictionary(queue => queue.Name, queue => queue.Value.GetInt32(), StringComparer.Ordinal);
    }

    public static string[] ReadNames(string text)
    {
        using var document = JsonDocument.Parse(text);
        return [.. document.RootElement.EnumerateArray().Select(name => name.GetString()!)];
    }

    private static string Write(Action<Utf8JsonWriter> content)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            content(json);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
