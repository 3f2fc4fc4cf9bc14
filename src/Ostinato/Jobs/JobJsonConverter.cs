using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Ostinato;

/// <summary>Fits a converter that a payload names in <see cref="JsonConverterAttribute"/> to the type it is named for.</summary>
/// <remarks>Called by generated code.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class JobJsonConverter
{
    /// <summary>The converter itself, or the one its factory makes.</summary>
    /// <exception cref="OstinatoConfigurationException">It converts another type.</exception>
    public static JsonConverter<T> Of<T>(JsonConverter converter, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(converter);
        var made = converter is JsonConverterFactory factory ? factory.CreateConverter(typeof(T), options) : converter;
        return made as JsonConverter<T> ?? throw new OstinatoConfigurationException(
            $"{converter.GetType().Name} does not convert {typeof(T)}. Name a JsonConverter<{typeof(T).Name}> in [JsonConverter].");
    }

    /// <summary>The converter of a nullable value: its own, or null around that of the value.</summary>
    /// <exception cref="OstinatoConfigurationException">It converts another type.</exception>
    public static JsonConverter<T?> OfNullable<T>(JsonConverter converter, JsonSerializerOptions options)
        where T : struct
    {
        ArgumentNullException.ThrowIfNull(converter);
        return converter.CanConvert(typeof(T?))
            ? Of<T?>(converter, options)
            : JsonMetadataServices.GetNullableConverter(JsonMetadataServices.CreateValueInfo<T>(options, Of<T>(converter, options)));
    }
}
