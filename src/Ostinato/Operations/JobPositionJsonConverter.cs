using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ostinato;

/// <summary>Writes a place in a list as the text that <see cref="JobPosition.ToString"/> prints.</summary>
/// <remarks>Public, because generated metadata of types that hold positions names it.</remarks>
public sealed class JobPositionJsonConverter : JsonConverter<JobPosition>
{
    /// <inheritdoc/>
    public override JobPosition Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && JobPosition.TryParse(reader.GetString(), null, out var position)
            ? position
            : throw new JsonException("A place in a list of jobs is the text that JobPosition.ToString printed.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, JobPosition value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
