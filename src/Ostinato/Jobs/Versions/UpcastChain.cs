using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ostinato;

/// <summary>Takes a stored payload from the version it was written in to the one that the code knows. Pure.</summary>
internal static class UpcastChain
{
    private static readonly JsonNodeOptions AsPayloadsAreRead = new() { PropertyNameCaseInsensitive = true };

    /// <exception cref="UpcastException">An upcaster threw, made no payload of it, or there is nothing to upcast.</exception>
    public static object Read(JobDefinition definition, int version, ReadOnlySpan<byte> payload)
    {
        var upcast = Run(definition, version, payload);
        try
        {
            return definition.Deserialize(upcast);
        }
        catch (JsonException error)
        {
            throw new UpcastException(
                $"what the upcasters made of version {version} of '{definition.Name}' is no payload of version {definition.Version}: "
                + error.Message, error);
        }
    }

    private static byte[] Run(JobDefinition definition, int version, ReadOnlySpan<byte> payload)
    {
        var json = Parse(definition, version, payload);
        for (; version < definition.Version; version++)
        {
            var upcaster = definition.Upcasters.First(one => one.Version == version);
            try
            {
                upcaster.Upcast(json);
            }
            catch (Exception error)
            {
                // An upcaster is the user's code and may throw anything.
                throw new UpcastException(
                    $"the upcaster from version {version} of '{definition.Name}' ({upcaster.Name}) failed with "
                    + $"{error.GetType().Name}: {error.Message}", error);
            }
        }

        return Bytes(json);
    }

    private static byte[] Bytes(JsonObject json)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            json.WriteTo(writer);
        }

        return buffer.ToArray();
    }

    private static JsonObject Parse(JobDefinition definition, int version, ReadOnlySpan<byte> payload) =>
        JsonNode.Parse(payload, AsPayloadsAreRead) as JsonObject ?? throw new UpcastException(
            $"version {version} of '{definition.Name}' is stored as something else than a JSON object, which cannot be upcast", null);
}

/// <summary>A stored payload could not be turned into the version that the code knows.</summary>
internal sealed class UpcastException(string message, Exception? cause) : Exception(message, cause);
