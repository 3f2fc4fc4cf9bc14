using System.Text.Json;
using System.Text.Json.Serialization;
using Ostinato.Storage;

namespace Ostinato.Schedules;

/// <summary>What is stored of a schedule, as JSON.</summary>
internal sealed record ScheduleRecord
{
    public required ScheduleDefinition Definition { get; init; }

    public ScheduleOrigin Origin { get; init; }

    public DateTimeOffset? PausedAt { get; init; }

    public string? PausedBy { get; init; }

    public string? PauseReason { get; init; }

    // The version goes with the name, so that a process of older code does not take the payload for one that it knows.
    public byte[] Write()
    {
        var stored = this with { Definition = Definition with { Job = Definition.StoredName().ToString(), Version = null } };
        return JsonSerializer.SerializeToUtf8Bytes(stored, ScheduleJson.Default.ScheduleRecord);
    }

    /// <summary>What is stored, or null: a later version may write what this one cannot read.</summary>
    public static ScheduleRecord? Read(ReadOnlyMemory<byte> stored)
    {
        try
        {
            var record = JsonSerializer.Deserialize(stored.Span, ScheduleJson.Default.ScheduleRecord);
            return record is null ? null : record with { Definition = WithVersion(record.Definition) };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ScheduleDefinition WithVersion(ScheduleDefinition stored)
    {
        var name = StoredName.Parse(stored.Job);
        return stored with { Job = name.Name, Version = name.Version };
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ScheduleRecord))]
internal sealed partial class ScheduleJson : JsonSerializerContext;
