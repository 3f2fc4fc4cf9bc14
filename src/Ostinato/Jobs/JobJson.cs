using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Ostinato;

/// <summary>The wire format of payloads and results: what is written today is read by every later version.</summary>
/// <remarks>
/// <para>
/// UTF-8 JSON; text is not escaped for HTML. Property names are camelCase, or what <see cref="JsonPropertyNameAttribute"/> says, and are
/// read without regard to case. Properties come in the order of their declaration, those of a base class last; nulls and defaults are
/// written. Enums are numbers, unless a converter such as <see cref="JsonStringEnumConverter{TEnum}"/> says otherwise; as keys of a
/// dictionary they are names. Numbers are not read from strings. Everything else is as System.Text.Json has it: times in ISO 8601,
/// durations as <c>d.hh:mm:ss.fffffff</c>, bytes in base 64.
/// </para>
/// <para>
/// What a payload does not know is skipped, so an older process can read what a newer one wrote. What a payload needs must be there: a
/// constructor parameter without a default, a <c>required</c> property, a value where the type says it is never null. To add a property to
/// a payload that is already stored somewhere, give it a default.
/// </para>
/// <para>A payload that names a <see cref="JobAttribute.JsonContext"/> is written as that context says.</para>
/// </remarks>
public static class JobJson
{
    /// <summary>The wire format, over the type metadata of a resolver.</summary>
    public static JsonSerializerOptions Options(IJsonTypeInfoResolver resolver)
    {
        ArgumentNullException.ThrowIfNull(resolver);
        return new JsonSerializerOptions
        {
            TypeInfoResolver = resolver,
            // Not escaped for HTML: text stays as it was written, for people who read the store, and takes a third of the room.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            PropertyNameCaseInsensitive = true,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
        };
    }

    /// <summary>The metadata of a type in a context of the user's own.</summary>
    /// <exception cref="OstinatoConfigurationException">The context does not know the type.</exception>
    public static JsonTypeInfo<T> From<T>(JsonSerializerContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var type = typeof(T).Name;
        return context.GetTypeInfo(typeof(T)) as JsonTypeInfo<T> ?? throw new OstinatoConfigurationException(
            $"{context.GetType().Name} does not know {type}. Mark the context with [JsonSerializable(typeof({type}))].");
    }
}
