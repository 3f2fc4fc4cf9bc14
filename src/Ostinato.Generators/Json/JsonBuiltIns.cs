using Microsoft.CodeAnalysis;

namespace Ostinato.Generators;

/// <summary>Types that System.Text.Json has a converter for.</summary>
internal static class JsonBuiltIns
{
    private const string Services = "JsonMetadataServices";

    private static readonly Dictionary<string, string> Special = new(StringComparer.Ordinal)
    {
        ["bool"] = "Boolean",
        ["byte"] = "Byte",
        ["sbyte"] = "SByte",
        ["char"] = "Char",
        ["short"] = "Int16",
        ["ushort"] = "UInt16",
        ["int"] = "Int32",
        ["uint"] = "UInt32",
        ["long"] = "Int64",
        ["ulong"] = "UInt64",
        ["float"] = "Single",
        ["double"] = "Double",
        ["decimal"] = "Decimal",
        ["string"] = "String",
        ["byte[]"] = "ByteArray",
        ["global::System.Memory<byte>"] = "MemoryByte",
        ["global::System.ReadOnlyMemory<byte>"] = "ReadOnlyMemoryByte",
    };

    private static readonly HashSet<string> System =
        ["DateTime", "DateTimeOffset", "DateOnly", "TimeOnly", "TimeSpan", "Guid", "Half", "Int128", "UInt128", "Uri", "Version"];

    private static readonly HashSet<string> Nodes = ["JsonArray", "JsonNode", "JsonObject", "JsonValue"];

    private static readonly HashSet<string> NotKeys = ["ByteArray", "MemoryByte", "ReadOnlyMemoryByte"];

    public static JsonTypeModel? Of(ITypeSymbol type, string name, JsonShape shape, ISymbol member)
    {
        if (ConverterName(type, name) is { } converter)
        {
            return new JsonValueModel(name, $"{Services}.{converter}Converter");
        }

        if (type.TypeKind is TypeKind.Enum)
        {
            return new JsonValueModel(name, $"{Services}.GetEnumConverter<{name}>(options)");
        }

        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: [var value] })
        {
            shape.Add(value, member);
            return new JsonValueModel(name, $"{Services}.GetNullableConverter<{TypeText.Of(value)}>(options)");
        }

        return null;
    }

    /// <summary>Whether a type can be the key of a dictionary.</summary>
    public static bool IsKey(ITypeSymbol type) => JsonAttributes.Converter(type) is null
        && (type.TypeKind is TypeKind.Enum || (ConverterName(type, TypeText.Of(type)) is { } converter
            && !NotKeys.Contains(converter) && !Nodes.Contains(converter) && converter is not ("JsonElement" or "JsonDocument")));

    private static string? ConverterName(ITypeSymbol type, string name)
    {
        if (Special.TryGetValue(name, out var special))
        {
            return special;
        }

        var space = type.ContainingType is null ? type.ContainingNamespace?.ToDisplayString() : null;
        var isKnown = space switch
        {
            "System" => System.Contains(type.Name),
            "System.Text.Json" => type.Name is "JsonElement" or "JsonDocument",
            "System.Text.Json.Nodes" => Nodes.Contains(type.Name),
            _ => false,
        };
        return isKnown ? type.Name : null;
    }
}
