using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Ostinato.Testing;

/// <summary>Finds out how a type is written and read, from the metadata by which that really happens.</summary>
internal sealed class ShapeReader
{
    private readonly Dictionary<string, NamedType> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<(Type Type, string Written), string> _names = [];

    private ShapeReader()
    {
    }

    public static Contract Read(JsonTypeInfo json)
    {
        var reader = new ShapeReader();
        var root = reader.ShapeOf(json);
        return new Contract(root, reader._types);
    }

    private Shape ShapeOf(JsonTypeInfo json)
    {
        var type = Nullable.GetUnderlyingType(json.Type) ?? json.Type;
        var itself = type == json.Type ? json : InfoOf(type, json) ?? json;
        if (IsOfUser(itself.Converter) && type != typeof(JobId))
        {
            return new ValueShape(ValueKinds.Custom);
        }

        if (ValueKinds.Of(type) is { } kind)
        {
            return new ValueShape(kind);
        }

        return type.IsEnum ? EnumShape(type, Written(type, json)) : Composed(itself);
    }

    private Shape Composed(JsonTypeInfo json) => json switch
    {
        { Kind: JsonTypeInfoKind.Object } => ObjectShape(json),
        { Kind: JsonTypeInfoKind.Enumerable, ElementType: { } element } => new ListShape(SlotOf(element, json)),
        { Kind: JsonTypeInfoKind.Dictionary, KeyType: { } key, ElementType: { } value } =>
            new MapShape(KeyShape(key), SlotOf(value, json)),
        _ => new ValueShape(ValueKinds.Custom),
    };

    // As keys, enums are names whatever they are elsewhere.
    private Shape KeyShape(Type key) => key.IsEnum
        ? EnumShape(key, [.. Enum.GetNames(key).Select(name => JsonValue.Create(name))])
        : new ValueShape(ValueKinds.Of(key) ?? ValueKinds.Custom);

    // What elements that are references may be is nowhere said: null is read and written.
    private Slot SlotOf(Type type, JsonTypeInfo of) => new(
        InfoOf(type, of) is { } json ? ShapeOf(json) : new ValueShape(ValueKinds.Custom), IsMaybe(type));

    // An id that is empty is written as null.
    private static bool IsMaybe(Type type) => Nullable.GetUnderlyingType(type) is not null || type == typeof(JobId);

    private NamedShape ObjectShape(JsonTypeInfo json)
    {
        if (_names.TryGetValue((json.Type, ""), out var known))
        {
            return new NamedShape(known);
        }

        var name = Reserve(json.Type, "");
        var polymorphism = json.PolymorphismOptions;
        _types[name] = new ObjectType([.. json.Properties.Where(IsStored).Select(property => MemberOf(property, json))])
        {
            Names = json.Options.PropertyNameCaseInsensitive ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal,
            Unknown = UnknownOf(json),
            Discriminator = polymorphism?.TypeDiscriminatorPropertyName ?? "$type",
            Cases = (polymorphism?.DerivedTypes ?? []).Where(derived => derived.TypeDiscriminator is not null).ToDictionary(
                derived => derived.TypeDiscriminator!.ToString()!, derived => SlotOf(derived.DerivedType, json).Shape),
        };
        return new NamedShape(name);
    }

    private static Unknown UnknownOf(JsonTypeInfo json) => json.Properties.Any(property => property.IsExtensionData)
        ? Unknown.Kept
        : (json.UnmappedMemberHandling ?? json.Options.UnmappedMemberHandling) is JsonUnmappedMemberHandling.Disallow
            ? Unknown.Refused
            : Unknown.Skipped;

    private static bool IsStored(JsonPropertyInfo property) =>
        !property.IsExtensionData && property.Get is not null && (property.Set is not null || property.AssociatedParameter is not null);

    private Member MemberOf(JsonPropertyInfo property, JsonTypeInfo of)
    {
        var (isValue, isMaybe) = (property.PropertyType.IsValueType, IsMaybe(property.PropertyType));
        var respects = of.Options.RespectNullableAnnotations;
        var acceptsNull = isValue ? isMaybe : !respects || property.IsSetNullable;

        // A null that is written and cannot be read has never run.
        var isNullable = acceptsNull && (isValue || !respects || property.IsGetNullable);
        return new Member(property.Name, new Slot(MemberShape(property, of), isNullable), !IsRequired(property, of.Options))
        {
            AcceptsNull = acceptsNull,
        };
    }

    private static bool IsRequired(JsonPropertyInfo property, JsonSerializerOptions options) => property.IsRequired
        || (options.RespectRequiredConstructorParameters
            && property.AssociatedParameter is { HasDefaultValue: false, IsMemberInitializer: false });

    private Shape MemberShape(JsonPropertyInfo property, JsonTypeInfo of)
    {
        if (property.CustomConverter is null)
        {
            return SlotOf(property.PropertyType, of).Shape;
        }

        // A converter of the member alone has no metadata of its own; the schema of the whole tells which names it writes.
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        return type.IsEnum && !IsOfUser(property.CustomConverter) && NamesIn(of, property.Name) is { Count: > 0 } names
            ? EnumShape(type, names)
            : new ValueShape(ValueKinds.Custom);
    }

    private static List<JsonValue?> NamesIn(JsonTypeInfo json, string member)
    {
        var schema = json.GetJsonSchemaAsNode() as JsonObject;
        var names = ((schema?["properties"] as JsonObject)?[member] as JsonObject)?["enum"] as JsonArray;
        return [.. (names ?? []).OfType<JsonValue>().Where(name => name.GetValueKind() is JsonValueKind.String)];
    }

    private static List<JsonValue?> Written(Type type, JsonTypeInfo json) =>
    [
        .. Enum.GetValuesAsUnderlyingType(type).Cast<object>()
            .Select(value => JsonSerializer.SerializeToNode(Enum.ToObject(type, value), json) as JsonValue),
    ];

    private Shape EnumShape(Type type, List<JsonValue?> written)
    {
        if (written.Any(value => value is null))
        {
            return new ValueShape(ValueKinds.Custom);
        }

        var isText = written.Any(value => value!.GetValueKind() is JsonValueKind.String);
        var key = isText ? string.Join(',', written.Select(value => value!.ToString())) : "";
        if (!_names.TryGetValue((type, key), out var name))
        {
            name = Reserve(type, key);
            _types[name] = isText
                ? new EnumType(true, [.. written.Select(value => (value!.ToString(), value.ToString()))])
                : new EnumType(false, [.. Numbers(type, written)]);
        }

        return new NamedShape(name);
    }

    private static IEnumerable<(string Name, string Value)> Numbers(Type type, List<JsonValue?> written) =>
        Enum.GetValuesAsUnderlyingType(type).Cast<object>()
            .Select((value, i) => (Enum.GetName(type, value)!, written[i]!.ToJsonString())).Distinct();

    // Names in the file are for people. Two types of one name are told apart by a number.
    private string Reserve(Type type, string key)
    {
        var name = NameOf(type);
        for (var i = 2; _types.ContainsKey(name) || _names.ContainsValue(name) || ValueKinds.IsKnown(name); i++)
        {
            name = NameOf(type) + i.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return _names[(type, key)] = name;
    }

    private static string NameOf(Type type)
    {
        if (type.GetElementType() is { } element)
        {
            return NameOf(element) + "s";
        }

        var name = TypeName.Of(type);
        return type.IsGenericType ? $"{name}Of{string.Concat(type.GetGenericArguments().Select(NameOf))}" : name;
    }

    private static bool IsOfUser(JsonConverter converter) => converter.GetType().Assembly != typeof(JsonConverter).Assembly;

    private static JsonTypeInfo? InfoOf(Type type, JsonTypeInfo of)
    {
        try
        {
            return of.Options.GetTypeInfo(type);
        }
        catch (NotSupportedException)
        {
            // It cannot be written at all, as the serializer will say to whoever tries.
            return null;
        }
    }
}
