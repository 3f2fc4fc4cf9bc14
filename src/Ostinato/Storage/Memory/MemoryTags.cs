using System.Text.Json;

namespace Ostinato.Storage;

/// <summary>Looks for a tag in stored headers without building them.</summary>
internal static class MemoryTags
{
    public static bool Contain(ReadOnlySpan<byte> headers, string tag)
    {
        if (headers.IsEmpty)
        {
            return false;
        }

        var json = new Utf8JsonReader(headers);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isTags = json.ValueTextEquals("tags"u8);
            json.Read();
            if (isTags)
            {
                return HasElement(ref json, tag);
            }

            json.Skip();
        }

        return false;
    }

    private static bool HasElement(ref Utf8JsonReader json, string tag)
    {
        while (json.Read() && json.TokenType == JsonTokenType.String)
        {
            if (json.ValueTextEquals(tag))
            {
                return true;
            }
        }

        return false;
    }
}
