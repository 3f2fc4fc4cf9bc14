using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Ostinato.Generators;

/// <summary>How generated code and messages name things.</summary>
internal static class TypeText
{
    private static readonly SymbolDisplayFormat PeopleFormat = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypes,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    /// <summary>The full name, as code writes it: <c>global::Billing.SendInvoice</c>.</summary>
    public static string Of(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    /// <summary>The name for a person: <c>List&lt;Order&gt;</c>.</summary>
    public static string ForPeople(ITypeSymbol type) => type.ToDisplayString(PeopleFormat);

    /// <summary>A member name, escaped where it is a keyword.</summary>
    public static string Identifier(string name) => SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;

    /// <summary>A string literal.</summary>
    public static string Literal(string text) => SymbolDisplay.FormatLiteral(text, quote: true);
}
