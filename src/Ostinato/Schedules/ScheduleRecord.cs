using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ostinato.Schedules;

/// <summary>What is stored of a schedule, as JSON.</summary>
internal sealed record ScheduleRecord
{
    public required ScheduleDefinition Definition { get; init; }

    public ScheduleOrigin Origin { get; init; }

    public DateTimeOffset? PausedAt { get; init; }

    public string? PauseReason { get; init; }

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, ScheduleJson.Default.ScheduleRecord);

    /// <summary>What is stored, or null: a later version may write what this one cannot read.</summary>
    public static ScheduleRecord? Read(ReadOnlyMemory<byte> stored)
    {
        try
        {
            return JsonSerializer.Deserialize(stored.Span, ScheduleJson.Default.ScheduleRecord);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ScheduleRecord))]
internal sealed partial class ScheduleJson : JsonSerializerContext;
