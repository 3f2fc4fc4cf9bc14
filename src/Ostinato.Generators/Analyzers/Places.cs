using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ostinato.Generators;

/// <summary>Where in the code a diagnostic points.</summary>
internal static class Places
{
    /// <summary>The declaration of a symbol in this compilation, or else where nothing is.</summary>
    public static Location? Of(ISymbol symbol, Compilation compilation) =>
        symbol.Locations.FirstOrDefault(location => location.IsInSource && compilation.ContainsSyntaxTree(location.SourceTree));

    /// <summary>A named argument of an attribute, the first unnamed one for null, or else the attribute.</summary>
    public static Location? Of(AttributeData attribute, string? argument, CancellationToken ct)
    {
        if (attribute.ApplicationSyntaxReference?.GetSyntax(ct) is not AttributeSyntax syntax)
        {
            return null;
        }

        var found = syntax.ArgumentList?.Arguments.FirstOrDefault(candidate => candidate.NameEquals?.Name.Identifier.ValueText == argument);
        return (found?.Expression ?? (SyntaxNode)syntax).GetLocation();
    }
}
