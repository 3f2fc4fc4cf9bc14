using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ostinato;

/// <summary>Writes an id as the text that <see cref="JobId.ToString"/> prints, and the empty id as null.</summary>
/// <remarks>Public, because generated metadata of payloads that hold ids names it.</remarks>
public sealed class JobIdJsonConverter : JsonConverter<JobId>
{
    /// <inheritdoc/>
    public override bool HandleNull => true;

    /// <inheritdoc/>
    public override JobId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Null => default,
        JsonTokenType.String when JobId.TryParse(reader.GetString(), null, out var id) => id,
        _ => throw new JsonException("A job id is the text that JobId.ToString printed."),
    };

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, JobId value, JsonSerializerOptions options)
    {
        if (value.IsEmpty)
        {
            writer.WriteNullValue();
        }
        else
        {
            writer.WriteStringValue(value.ToString());
        }
    }
}
