using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ostinato.Queues;

/// <summary>How settings of queues are stored.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(QueueSettings))]
[JsonSerializable(typeof(Dictionary<string, QueueSettings>))]
internal sealed partial class QueueSettingsJson : JsonSerializerContext
{
    public static string Write(QueueSettings settings) => JsonSerializer.Serialize(settings, Default.QueueSettings);

    /// <summary>What is stored, or null: nothing, or what a later version wrote and this one cannot read.</summary>
    public static QueueSettings? Read(string? stored)
    {
        try
        {
            return stored is null ? null : JsonSerializer.Deserialize(stored, Default.QueueSettings);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The settings of all queues, as a heartbeat tells them; null where they cannot be read.</summary>
    public static Dictionary<string, QueueSettings>? ReadAll(string? told)
    {
        try
        {
            return told is null ? [] : JsonSerializer.Deserialize(told, Default.DictionaryStringQueueSettings) ?? [];
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
