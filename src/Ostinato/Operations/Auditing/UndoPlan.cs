using System.Text.Json;
using System.Text.Json.Serialization;
using Ostinato.Storage;

namespace Ostinato.Operations;

/// <summary>What must be known to undo an action, as JSON in its row.</summary>
internal sealed record UndoPlan
{
    /// <summary>More jobs than this are not remembered one by one.</summary>
    public const int MostJobs = 10_000;

    /// <summary>What was said of a queue before. It is undone only while the revision that followed still stands.</summary>
    public StoredQueue? Queue { get; init; }

    /// <summary>What a schedule said before, and what it says since.</summary>
    public ScheduleUndo? Schedule { get; init; }

    /// <summary>The jobs that waited and were cancelled.</summary>
    public List<CancelledJob>? Jobs { get; init; }

    /// <summary>How many were cancelled beside those, and are not known one by one.</summary>
    public long Others { get; init; }

    public static UndoPlan Of(StoredQueue before) => new() { Queue = before };

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, UndoJson.Default.UndoPlan);

    /// <summary>What is stored, or null: a later version may write what this one cannot read.</summary>
    public static UndoPlan? Read(ReadOnlyMemory<byte> stored)
    {
        try
        {
            return JsonSerializer.Deserialize(stored.Span, UndoJson.Default.UndoPlan);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>What a schedule said before and since; null where there was none.</summary>
internal sealed record ScheduleUndo(byte[]? Before, byte[]? After);

/// <summary>A job that waited and was cancelled, and when it was to run.</summary>
internal sealed record CancelledJob(JobId Id, DateTimeOffset? Due);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(UndoPlan))]
internal sealed partial class UndoJson : JsonSerializerContext;
