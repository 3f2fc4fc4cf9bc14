using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ostinato.Breakers;

/// <summary>Writes and reads what is stored of a breaker.</summary>
internal static class BreakerText
{
    public static byte[] Write(Breaker breaker) => JsonSerializer.SerializeToUtf8Bytes(breaker, BreakerJson.Default.Breaker);

    /// <summary>What is stored. What a later version has written and this one cannot read counts as closed: jobs run.</summary>
    public static Breaker Read(ReadOnlyMemory<byte> stored)
    {
        try
        {
            return JsonSerializer.Deserialize(stored.Span, BreakerJson.Default.Breaker) ?? Breaker.Healthy;
        }
        catch (JsonException)
        {
            return Breaker.Healthy;
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Breaker))]
internal sealed partial class BreakerJson : JsonSerializerContext;
