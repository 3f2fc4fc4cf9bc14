using Microsoft.CodeAnalysis;

namespace Ostinato.Generators;

/// <summary>Names the type parameters of a type and of those around it by their position: <c>T0</c>, <c>T1</c>.</summary>
/// <remarks>Their own names need not differ: the inner T of <c>Outer&lt;T&gt;.Inner&lt;T&gt;</c> hides the outer one.</remarks>
internal sealed class TypeParameterNames
{
    private readonly Dictionary<ISymbol, string> _names = new(SymbolEqualityComparer.Default);

    public TypeParameterNames(INamedTypeSymbol declared)
    {
        Parameters = [.. FromOutside(declared).SelectMany(type => type.TypeParameters)];
        foreach (var parameter in Parameters)
        {
            _names.Add(parameter, $"T{_names.Count}");
        }
    }

    public IReadOnlyList<ITypeParameterSymbol> Parameters { get; }

    /// <summary>The type and those around it, the outermost first.</summary>
    public static List<INamedTypeSymbol> FromOutside(INamedTypeSymbol type)
    {
        var types = new List<INamedTypeSymbol>();
        for (var current = type; current is not null; current = current.ContainingType)
        {
            types.Insert(0, current);
        }

        return types;
    }

    /// <summary>The full name of a type, as code writes it.</summary>
    public string TextOf(ITypeSymbol type) =>
        string.Concat(type.ToDisplayParts(SymbolDisplayFormat.FullyQualifiedFormat).Select(TextOf));

    private string TextOf(SymbolDisplayPart part) =>
        part.Symbol is { } symbol && _names.TryGetValue(symbol, out var name) ? name : part.ToString();
}
