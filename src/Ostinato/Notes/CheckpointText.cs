using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Ostinato.Privacy;

namespace Ostinato.Notes;

/// <summary>Checkpoints as JSON, within their limit.</summary>
internal static class CheckpointText
{
    public static byte[] Write<TState>(string job, TState state, JsonTypeInfo<TState> json, int limit)
    {
        if (CheckpointPrivacy.Complaint(job, json) is { } complaint)
        {
            throw new JobCheckpointException(complaint + " Nothing was stored.");
        }

        byte[] written;
        try
        {
            written = JsonSerializer.SerializeToUtf8Bytes(state, json);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            throw new JobCheckpointException(
                $"The checkpoint of job '{job}' ({typeof(TState).Name}) cannot be written as JSON: {error.Message}", error);
        }

        return written.Length <= limit
            ? written
            : throw new JobCheckpointException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The checkpoint of job '{job}' ({typeof(TState).Name}) has {written.Length:N0} bytes; at most {limit:N0} are ")
                + "allowed. Keep the data elsewhere and a reference to it in the checkpoint, or raise Ostinato:Worker:MaxCheckpointBytes.");
    }

    public static TState? Read<TState>(string job, ReadOnlyMemory<byte> stored, JsonTypeInfo<TState> json)
    {
        try
        {
            return JsonSerializer.Deserialize(stored.Span, json);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            throw new JobCheckpointException(
                $"The checkpoint of job '{job}' cannot be read as {typeof(TState).Name}: {error.Message} An earlier version may "
                + "have stored it: read what that wrote, or catch this and begin anew.",
                error);
        }
    }
}
