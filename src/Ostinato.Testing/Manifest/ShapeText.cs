using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ostinato.Testing;

/// <summary>
/// Shapes as the file has them: <c>int32</c>, <c>string?</c>, <c>Address[]</c>, <c>Point{guid}</c>, and types by their names.
/// </summary>
internal static class ShapeText
{
    private const string Optional = ", optional";

    public static JsonObject Write(Contract contract)
    {
        var types = new JsonObject();
        foreach (var (name, type) in contract.Types)
        {
            types[name] = type is EnumType values ? Write(values) : Write((ObjectType)type);
        }

        var json = new JsonObject { ["root"] = Write(contract.Root) };
        if (types.Count > 0)
        {
            json["types"] = types;
        }

        return json;
    }

    /// <exception cref="FormatException">It is something else.</exception>
    public static Contract Read(JsonObject json)
    {
        var types = new Dictionary<string, NamedType>(StringComparer.Ordinal);
        foreach (var (name, type) in json["types"] as JsonObject ?? [])
        {
            types[name] = ReadType(name, type as JsonObject ?? throw new FormatException($"the type '{name}' is no object"));
        }

        var contract = new Contract(ReadShape(Text(json["root"], "root")), types);
        return Missing(contract) is { } unknown ? throw new FormatException($"there is no type '{unknown}'") : contract;
    }

    /// <summary>The members of the whole, for whoever looks for one that is alike.</summary>
    public static string Members(Contract contract) =>
        contract.TypeOf(contract.Root) is ObjectType type ? Write(type).ToJsonString() : Write(contract.Root);

    public static string Write(Slot slot) => Write(slot.Shape) + (slot.IsNullable ? "?" : "");

    public static string Write(Shape shape) => shape switch
    {
        ValueShape value => value.Kind,
        NamedShape named => named.Name,
        ListShape list => Write(list.Element) + "[]",
        MapShape { Key: ValueShape { Kind: ValueKinds.Text } } map => Write(map.Value) + "{}",
        MapShape map => $"{Write(map.Value)}{{{Write(map.Key)}}}",
        _ => throw new FormatException($"{shape.GetType().Name} has no text"),
    };

    private static JsonObject Write(EnumType type)
    {
        if (type.AsText)
        {
            return new JsonObject { ["names"] = new JsonArray([.. type.Values.Select(value => JsonValue.Create(value.Value))]) };
        }

        var numbers = new JsonObject();
        foreach (var (name, value) in type.Values)
        {
            numbers[name] = JsonNode.Parse(value);
        }

        return new JsonObject { ["numbers"] = numbers };
    }

    private static JsonObject Write(ObjectType type)
    {
        var members = new JsonObject();
        foreach (var member in type.Members)
        {
            members[member.Name] = Write(member.Value) + (member.IsOptional ? Optional : "");
        }

        var json = new JsonObject { ["members"] = members };
        if (type.Cases.Count > 0)
        {
            var cases = new JsonObject();
            foreach (var (name, shape) in type.Cases)
            {
                cases[name] = Write(shape);
            }

            json["discriminator"] = type.Discriminator;
            json["cases"] = cases;
        }

        return json;
    }

    private static NamedType ReadType(string name, JsonObject json) => json switch
    {
        _ when json["names"] is JsonArray names =>
            new EnumType(true, [.. names.Select(value => Text(value, name)).Select(text => (text, text))]),
        _ when json["numbers"] is JsonObject numbers =>
            new EnumType(false, [.. numbers.Select(value => (value.Key, value.Value?.ToJsonString() ?? "null"))]),
        _ when json["members"] is JsonObject all => new ObjectType([.. all.Select(one => ReadMember(one.Key, Text(one.Value, name)))])
        {
            Discriminator = json["discriminator"] is { } discriminator ? Text(discriminator, name) : "$type",
            Cases = (json["cases"] as JsonObject ?? []).ToDictionary(one => one.Key, one => ReadShape(Text(one.Value, name))),
        },
        _ => throw new FormatException($"the type '{name}' has neither members nor numbers nor names"),
    };

    private static Member ReadMember(string name, string text)
    {
        var isOptional = text.EndsWith(Optional, StringComparison.Ordinal);
        return new Member(name, ReadSlot(isOptional ? text[..^Optional.Length] : text), isOptional);
    }

    private static Slot ReadSlot(string text) => text.EndsWith('?') ? new(ReadShape(text[..^1]), true) : new(ReadShape(text), false);

    private static Shape ReadShape(string text)
    {
        if (text.EndsWith("[]", StringComparison.Ordinal))
        {
            return new ListShape(ReadSlot(text[..^2]));
        }

        if (text.EndsWith('}') && text.LastIndexOf('{') is > 0 and var open)
        {
            var key = text[(open + 1)..^1];
            return new MapShape(ReadShape(key.Length == 0 ? ValueKinds.Text : key), ReadSlot(text[..open]));
        }

        return text.Length == 0
            ? throw new FormatException("a shape is empty")
            : ValueKinds.IsKnown(text) ? new ValueShape(text) : new NamedShape(text);
    }

    private static string? Missing(Contract contract) => contract.Types.Values.OfType<ObjectType>()
        .SelectMany(type => type.Members.Select(member => member.Value.Shape).Concat(type.Cases.Values))
        .Append(contract.Root).SelectMany(NamesIn).FirstOrDefault(name => !contract.Types.ContainsKey(name));

    private static IEnumerable<string> NamesIn(Shape shape) => shape switch
    {
        NamedShape named => [named.Name],
        ListShape list => NamesIn(list.Element.Shape),
        MapShape map => NamesIn(map.Key).Concat(NamesIn(map.Value.Shape)),
        _ => [],
    };

    private static string Text(JsonNode? json, string place) => json is JsonValue value && value.GetValueKind() is JsonValueKind.String
        ? value.GetValue<string>()
        : throw new FormatException($"'{place}' has something else than text");
}
