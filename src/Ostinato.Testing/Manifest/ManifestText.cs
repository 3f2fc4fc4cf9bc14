using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ostinato.Testing;

/// <summary>A manifest as the file has it.</summary>
internal static class ManifestText
{
    private const int Format = 1;

    private static readonly JsonDocumentOptions ByHand = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    private static readonly JsonWriterOptions ForPeople = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Write(IEnumerable<ManifestJob> jobs)
    {
        var byName = new JsonObject();
        foreach (var job in jobs)
        {
            byName[job.Name] = Write(job);
        }

        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, ForPeople))
        {
            new JsonObject { ["format"] = Format, ["jobs"] = byName }.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }

    /// <exception cref="FormatException">It is no manifest.</exception>
    public static IReadOnlyList<ManifestJob> Read(string text)
    {
        try
        {
            var json = JsonNode.Parse(text, documentOptions: ByHand) as JsonObject;
            return json?["format"] is JsonValue format && format.TryGetValue<int>(out var number) && number == Format
                ? [.. Object(json["jobs"], "jobs").Select(job => Read(job.Key, Object(job.Value, job.Key)))]
                : throw new FormatException($"it is not of format {Format}");
        }
        catch (Exception error) when (error is JsonException or ArgumentException or OverflowException)
        {
            throw new FormatException(error.Message, error);
        }
    }

    private static JsonObject Write(ManifestJob job)
    {
        var json = new JsonObject();
        if (job.Aliases.Count > 0)
        {
            json["aliases"] = new JsonArray([.. job.Aliases.Select(alias => JsonValue.Create(alias))]);
        }

        var versions = new JsonObject();
        foreach (var (version, payload) in job.Versions)
        {
            var written = ShapeText.Write(payload.Contract);
            if (payload.Examples.Count > 0)
            {
                written["examples"] = new JsonArray([.. payload.Examples.Select(example => example.DeepClone())]);
            }

            versions[version.ToString(CultureInfo.InvariantCulture)] = written;
        }

        json["versions"] = versions;
        if (job.Result is { } result)
        {
            json["result"] = ShapeText.Write(result);
        }

        if (job.Checkpoint is { } checkpoint)
        {
            json["checkpoint"] = ShapeText.Write(checkpoint);
        }

        return json;
    }

    private static ManifestJob Read(string name, JsonObject json)
    {
        var versions = new SortedDictionary<int, ManifestPayload>();
        foreach (var (version, payload) in Object(json["versions"], $"versions of {name}"))
        {
            var number = int.Parse(version, NumberStyles.None, CultureInfo.InvariantCulture);
            versions[number] = ReadPayload(Object(payload, $"{name} {version}"));
        }

        return new ManifestJob(name)
        {
            Aliases = [.. (json["aliases"] as JsonArray ?? []).Select(alias => alias?.ToString() ?? "")],
            Versions = versions.Count > 0 ? versions : throw new FormatException($"'{name}' has no version"),
            Result = json["result"] is JsonObject result ? ShapeText.Read(result) : null,
            Checkpoint = json["checkpoint"] is JsonObject checkpoint ? ShapeText.Read(checkpoint) : null,
        };
    }

    private static ManifestPayload ReadPayload(JsonObject json) => new(
        ShapeText.Read(json),
        [.. (json["examples"] as JsonArray ?? []).Select(example => example ?? throw new FormatException("an example is null"))]);

    private static JsonObject Object(JsonNode? json, string place) =>
        json as JsonObject ?? throw new FormatException($"'{place}' is no object");
}
