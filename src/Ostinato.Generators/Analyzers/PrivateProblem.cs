using Microsoft.CodeAnalysis;

namespace Ostinato.Generators;

/// <summary>Why a mark on a member would do nothing.</summary>
internal static class PrivateProblem
{
    private const string Elsewhere = "Mark a public property that is written as JSON, or the parameter that stands for it.";

    public static (string Reason, string Remedy)? Of(IPropertySymbol property) => property switch
    {
        { IsStatic: true } => ("it is static, and static members are not written", Elsewhere),
        { IsIndexer: true } => ("it is an indexer, which is not written", Elsewhere),
        { DeclaredAccessibility: not Accessibility.Public } or not { GetMethod.DeclaredAccessibility: Accessibility.Public } =>
            ("it cannot be read from outside, so it is not written", Elsewhere),
        _ when JsonAttributes.IsIgnored(property) => ("[JsonIgnore] keeps it out of the JSON", "Remove one of the two."),
        _ => OfConverter(property.ContainingType),
    };

    public static (string Reason, string Remedy)? Of(IParameterSymbol parameter, INamedTypeSymbol type)
    {
        if (parameter.ContainingSymbol is not IMethodSymbol { MethodKind: MethodKind.Constructor } constructor)
        {
            return ("it is no parameter of a constructor", Elsewhere);
        }

        if (JsonConstructors.Choose(type, out _) is { } chosen && !SymbolEqualityComparer.Default.Equals(chosen, constructor))
        {
            var remedy = $"Write [property: {PrivateMarks.Of(parameter)}] where it stands for a property.";
            return ("JSON does not use this constructor", remedy);
        }

        var property = PayloadProperties.Of(type).FirstOrDefault(property => PrivateMarks.IsFor(parameter, property));
        return property is null ? ("no property that is written has its name", Elsewhere) : OfConverter(type);
    }

    private static (string Reason, string Remedy)? OfConverter(INamedTypeSymbol type) => JsonAttributes.Converter(type) is { } converter
        ? ($"{converter.Name} writes {type.Name} as it likes", $"Mark the members that hold a {type.Name}.")
        : null;
}
