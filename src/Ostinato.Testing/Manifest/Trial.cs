using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Ostinato.Testing;

/// <summary>Reads stored values with the code of today, and looks at what has become of them.</summary>
internal sealed class Trial(JsonTypeInfo json, Contract code)
{
    /// <summary>What is wrong with a value at a place; null where it is read as it was written.</summary>
    /// <param name="path">The place.</param>
    /// <param name="stored">What is stored there.</param>
    public TrialFailure? Run(ShapePath path, JsonNode? stored)
    {
        var told = Short(stored);
        var example = new Example(code, isFull: true);
        var payload = example.MakeWith(path, stored);
        if (!example.IsWhole)
        {
            return new TrialFailure(
                ManifestVerdict.Unreadable, "Nobody can tell whether it is read: a converter of your own reads what stands beside it.");
        }

        try
        {
            var read = JsonSerializer.Deserialize(payload, json);
            var back = path.In(JsonSerializer.SerializeToNode(read, json));
            return IsSame(stored, back)
                ? null
                : new TrialFailure(ManifestVerdict.LosesData, $"A stored {told} would be read as {Short(back)}.");
        }
        catch (Exception error) when (error is JsonException or NotSupportedException or InvalidOperationException)
        {
            return new TrialFailure(ManifestVerdict.Unreadable, $"A stored {told} cannot be read: {Sentence(error.Message)}");
        }
        catch (Exception error)
        {
            // The code of the payload is the user's and may refuse what was only made up.
            return new TrialFailure(
                ManifestVerdict.Unreadable, $"Nobody can tell whether it is read: {error.GetType().Name}: {Sentence(error.Message)}");
        }
    }

    private static bool IsSame(JsonNode? one, JsonNode? other) => (one, other) switch
    {
        (JsonObject stored, JsonObject back) => stored.All(member => IsSame(member.Value, Find(back, member.Key))),
        (JsonArray stored, JsonArray back) => stored.Count == back.Count && stored.Zip(back).All(pair => IsSame(pair.First, pair.Second)),
        (JsonValue stored, JsonValue back) => IsSameValue(stored, back),
        _ => one is null && other is null,
    };

    private static JsonNode? Find(JsonObject json, string name) =>
        json.FirstOrDefault(member => string.Equals(member.Key, name, StringComparison.OrdinalIgnoreCase)).Value;

    private static bool IsSameValue(JsonValue stored, JsonValue back)
    {
        var (one, other) = (stored.ToJsonString(), back.ToJsonString());
        return one == other || (stored.GetValueKind(), back.GetValueKind()) switch
        {
            (JsonValueKind.Number, JsonValueKind.Number) =>
                IsNumber(one, out var number) && IsNumber(other, out var again) && number == again,
            (JsonValueKind.String, JsonValueKind.String) => stored.ToString() == back.ToString()
                || (IsMoment(stored, out var moment) && IsMoment(back, out var then) && moment == then),
            _ => false,
        };
    }

    // Whoever has more digits than a decimal must have written them all.
    private static bool IsNumber(string text, out decimal number) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && Digits(text) <= 28;

    private static int Digits(string text) => text.TakeWhile(c => c is not ('e' or 'E')).Count(char.IsAsciiDigit);

    // One moment in several forms: a day is its midnight, and the same in another offset.
    private static bool IsMoment(JsonValue text, out DateTimeOffset moment) => DateTimeOffset.TryParse(
        text.ToString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out moment);

    private static string Short(JsonNode? json) => json?.ToJsonString() is { } text
        ? text.Length > 60 ? text[..60] + "…" : text
        : "null";

    private static string Sentence(string message) => message.EndsWith('.') ? message : message + ".";
}

/// <summary>What is wrong with a stored value.</summary>
internal sealed record TrialFailure(ManifestVerdict Verdict, string Why);
