using System.Buffers;
using System.Text.Json;

namespace Ostinato.Privacy;

/// <summary>The stored form of an encrypted value: <c>{"$enc":"key id","d":"base 64"}</c>.</summary>
internal static class Envelope
{
    private static ReadOnlySpan<byte> KeyName => "$enc"u8;

    private static ReadOnlySpan<byte> DataName => "d"u8;

    /// <summary>Whether there may be one. What says no is right.</summary>
    public static bool MayBeIn(ReadOnlySpan<byte> json) => json.IndexOf("\"$enc\""u8) >= 0;

    public static void Write(SealedValue value, IBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteString(KeyName, value.Key);
        json.WriteBase64String(DataName, value.Data.Span);
        json.WriteEndObject();
    }

    /// <summary>Reads one, if the reader is on the first token of one.</summary>
    public static bool TryRead(Utf8JsonReader value, out SealedValue? envelope)
    {
        envelope = null;
        if (value.TokenType is not JsonTokenType.StartObject
            || !value.Read() || value.TokenType is not JsonTokenType.PropertyName || !value.ValueTextEquals(KeyName)
            || !value.Read() || value.TokenType is not JsonTokenType.String)
        {
            return false;
        }

        var key = value.GetString()!;
        if (!value.Read() || value.TokenType is not JsonTokenType.PropertyName || !value.ValueTextEquals(DataName)
            || !value.Read() || value.TokenType is not JsonTokenType.String || !value.TryGetBytesFromBase64(out var data)
            || !value.Read() || value.TokenType is not JsonTokenType.EndObject)
        {
            return false;
        }

        envelope = new SealedValue(key, data);
        return true;
    }
}
