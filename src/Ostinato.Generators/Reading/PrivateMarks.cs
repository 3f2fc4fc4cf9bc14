using Microsoft.CodeAnalysis;

namespace Ostinato.Generators;

/// <summary>Reads <c>[Encrypted]</c> and <c>[Redacted]</c>.</summary>
internal static class PrivateMarks
{
    /// <summary>The mark of a symbol itself: <c>Encrypted</c>, <c>Redacted</c>, or null.</summary>
    public static string? Of(ISymbol symbol) =>
        Attributes.Has(symbol, KnownNames.EncryptedAttribute) ? "Encrypted"
        : Attributes.Has(symbol, KnownNames.RedactedAttribute) ? "Redacted"
        : null;

    /// <summary>The mark of a property, of what it overrides, or of the parameter that stands for it; the stronger one.</summary>
    public static string? Of(IPropertySymbol property, IParameterSymbol? parameter)
    {
        var marks = new List<string?> { parameter is null ? null : Of(parameter) };
        for (var current = property; current is not null; current = current.OverriddenProperty)
        {
            marks.Add(Of(current));
        }

        return marks.Contains("Encrypted") ? "Encrypted" : marks.Contains("Redacted") ? "Redacted" : null;
    }

    /// <summary>The parameter of the constructor for JSON that stands for a property.</summary>
    public static IParameterSymbol? ParameterFor(IPropertySymbol property, INamedTypeSymbol type) =>
        JsonConstructors.Choose(type, out _)?.Parameters.FirstOrDefault(parameter => IsFor(parameter, property));

    public static bool IsFor(IParameterSymbol parameter, IPropertySymbol property) =>
        string.Equals(parameter.Name, property.Name, StringComparison.OrdinalIgnoreCase);

    /// <summary>The first encrypted member of a type or of what is inside; null where there is none.</summary>
    public static IPropertySymbol? EncryptedIn(ITypeSymbol type) => EncryptedIn(type, new(SymbolEqualityComparer.Default));

    public static bool IsEncrypted(IPropertySymbol property, INamedTypeSymbol type) =>
        Of(property, ParameterFor(property, type)) == "Encrypted";

    private static IPropertySymbol? EncryptedIn(ITypeSymbol type, HashSet<ITypeSymbol> seen) => type switch
    {
        _ when !seen.Add(type) => null,
        IArrayTypeSymbol array => EncryptedIn(array.ElementType, seen),
        INamedTypeSymbol named when EncryptedInAny(named.TypeArguments, seen) is { } found => found,
        INamedTypeSymbol { SpecialType: SpecialType.None } named when !IsOfFramework(named) => EncryptedOf(named, seen),
        _ => null,
    };

    private static IPropertySymbol? EncryptedOf(INamedTypeSymbol type, HashSet<ITypeSymbol> seen)
    {
        foreach (var property in PayloadProperties.Of(type))
        {
            if (IsEncrypted(property, type))
            {
                return property;
            }

            if (EncryptedIn(property.Type, seen) is { } inside)
            {
                return inside;
            }
        }

        return null;
    }

    private static IPropertySymbol? EncryptedInAny(IEnumerable<ITypeSymbol> types, HashSet<ITypeSymbol> seen) =>
        types.Select(type => EncryptedIn(type, seen)).FirstOrDefault(property => property is not null);

    private static bool IsOfFramework(INamedTypeSymbol type) =>
        type.ContainingNamespace?.ToDisplayString() is { } space
        && (space == "System" || space.StartsWith("System.", StringComparison.Ordinal));
}
