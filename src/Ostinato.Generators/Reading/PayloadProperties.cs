using Microsoft.CodeAnalysis;

namespace Ostinato.Generators;

/// <summary>The properties of a type that JSON can see, in the order in which they are written: those of a base class last.</summary>
internal static class PayloadProperties
{
    public static IEnumerable<IPropertySymbol> Of(ITypeSymbol type)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var current = type; current is not null && !IsRoot(current); current = current.BaseType)
        {
            foreach (var property in current.GetMembers().OfType<IPropertySymbol>())
            {
                if (IsVisible(property) && seen.Add(property.Name) && !JsonAttributes.IsIgnored(property))
                {
                    yield return property;
                }
            }
        }
    }

    /// <summary>Whether the type has no members worth reading.</summary>
    public static bool IsRoot(ITypeSymbol type) => type.SpecialType is SpecialType.System_Object or SpecialType.System_ValueType;

    private static bool IsVisible(IPropertySymbol property) =>
        property is { DeclaredAccessibility: Accessibility.Public, IsStatic: false, IsIndexer: false };
}
