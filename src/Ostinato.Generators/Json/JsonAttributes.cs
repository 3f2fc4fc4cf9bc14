using Microsoft.CodeAnalysis;

namespace Ostinato.Generators;

/// <summary>Reads the attributes of System.Text.Json.</summary>
internal static class JsonAttributes
{
    private const string Namespace = "System.Text.Json.Serialization.";
    private const int Always = 1;

    private static readonly HashSet<string> Supported =
    [
        "JsonPropertyNameAttribute", "JsonIgnoreAttribute", "JsonConstructorAttribute", "JsonConverterAttribute",
        "JsonRequiredAttribute", "JsonPropertyOrderAttribute", "JsonIncludeAttribute", "JsonStringEnumMemberNameAttribute",
        "JsonSerializableAttribute", "JsonSourceGenerationOptionsAttribute",
    ];

    public static bool IsIgnored(ISymbol member) =>
        Attributes.Find(member, Namespace + "JsonIgnoreAttribute") is { } ignore && Condition(ignore) == Always;

    /// <summary>The condition of a property that is written only sometimes, by its name; null for always.</summary>
    public static string? IgnoreCondition(ISymbol member) => Attributes.Find(member, Namespace + "JsonIgnoreAttribute") is not { } ignore
        ? null
        : Condition(ignore) switch { 0 => "Never", 2 => "WhenWritingDefault", 3 => "WhenWritingNull", _ => null };

    public static string? Name(ISymbol member) =>
        Attributes.Find(member, Namespace + "JsonPropertyNameAttribute") is { } name ? Attributes.Argument<string>(name) : null;

    public static int Order(ISymbol member) =>
        Attributes.Find(member, Namespace + "JsonPropertyOrderAttribute") is { } order ? Attributes.Argument<int>(order) : 0;

    public static bool IsRequired(ISymbol member) => Attributes.Has(member, Namespace + "JsonRequiredAttribute");

    public static bool IsIncluded(ISymbol member) => Attributes.Has(member, Namespace + "JsonIncludeAttribute");

    public static bool IsConstructor(IMethodSymbol constructor) => Attributes.Has(constructor, Namespace + "JsonConstructorAttribute");

    public static INamedTypeSymbol? Converter(ISymbol member) =>
        Attributes.Find(member, Namespace + "JsonConverterAttribute") is { } converter
            ? Attributes.Argument<INamedTypeSymbol>(converter)
            : null;

    /// <summary>An attribute that changes the JSON in a way the generator does not follow.</summary>
    public static string? Unsupported(ISymbol member)
    {
        foreach (var attribute in member.GetAttributes())
        {
            if (attribute.AttributeClass is { } type && IsJsonAttribute(type) && !IsSupported(type, attribute))
            {
                return type.Name.EndsWith("Attribute", StringComparison.Ordinal) ? type.Name.Substring(0, type.Name.Length - 9) : type.Name;
            }
        }

        return null;
    }

    private static int Condition(AttributeData ignore) => Attributes.Named(ignore, "Condition") as int? ?? Always;

    private static bool IsSupported(INamedTypeSymbol type, AttributeData attribute) => Supported.Contains(type.Name)
        && KnownNames.Is(type, Namespace + type.Name)
        && !(type.Name == "JsonIgnoreAttribute" && Condition(attribute) > 3);

    private static bool IsJsonAttribute(INamedTypeSymbol type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (KnownNames.Is(current, Namespace + "JsonAttribute"))
            {
                return true;
            }
        }

        return false;
    }
}
