using System.Text;
using System.Text.Json;

namespace Ostinato.Storage;

/// <summary>
/// What a filter asks of payloads, for stores whose database cannot tell. What contains what is as in PostgreSQL's <c>jsonb @&gt; jsonb</c>
/// (https://www.postgresql.org/docs/current/datatype-json.html#JSON-CONTAINMENT), also that an array contains a bare value.
/// </summary>
public sealed class PayloadFilter
{
    private readonly JsonElement? _part;
    private readonly byte[]? _text;

    /// <summary>What a filter asks.</summary>
    /// <exception cref="JsonException"><see cref="JobFilter.Payload"/> is no JSON.</exception>
    public PayloadFilter(JobFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        _part = filter.Payload is { } part ? JsonElement.Parse(part) : null;
        _text = filter.PayloadText is { } text ? Encoding.UTF8.GetBytes(text) : null;
    }

    /// <summary>Whether a payload is what is asked for. One that is no JSON contains none.</summary>
    public bool Matches(ReadOnlySpan<byte> payload) =>
        (_text is null || payload.IndexOf(_text) >= 0) && (_part is not { } part || Contains(payload, part));

    private static bool Contains(ReadOnlySpan<byte> payload, JsonElement part)
    {
        var reader = new Utf8JsonReader(payload);
        try
        {
            using var document = JsonDocument.ParseValue(ref reader);
            return IsElement(document.RootElement, part) || Contains(document.RootElement, part);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool IsElement(JsonElement whole, JsonElement part) =>
        whole.ValueKind == JsonValueKind.Array && part.ValueKind is not (JsonValueKind.Array or JsonValueKind.Object)
        && whole.EnumerateArray().Any(element => Contains(element, part));

    private static bool Contains(JsonElement whole, JsonElement part) => (whole.ValueKind, part.ValueKind) switch
    {
        (JsonValueKind.Object, JsonValueKind.Object) => part.EnumerateObject().All(
            property => whole.TryGetProperty(property.Name, out var value) && Contains(value, property.Value)),
        (JsonValueKind.Array, JsonValueKind.Array) => part.EnumerateArray().All(
            wanted => whole.EnumerateArray().Any(element => Contains(element, wanted))),
        (JsonValueKind.Number, JsonValueKind.Number) => AreEqual(whole, part),
        _ => JsonElement.DeepEquals(whole, part),
    };

    // 1 and 1.0 are one number; those that are too long to be read must be written alike.
    private static bool AreEqual(JsonElement one, JsonElement other) =>
        one.TryGetDecimal(out var left) && other.TryGetDecimal(out var right) ? left == right : JsonElement.DeepEquals(one, other);
}
