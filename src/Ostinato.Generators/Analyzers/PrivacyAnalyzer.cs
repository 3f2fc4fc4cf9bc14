using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Ostinato.Generators;

/// <summary>Checks that members that are marked as private are private.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class PrivacyAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [Descriptors.EncryptedKey, Descriptors.MarkWithoutEffect];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (Attributes.Find(type, KnownNames.UniqueAttribute) is { } unique)
        {
            CheckKey(unique, type, context);
        }

        foreach (var member in type.GetMembers())
        {
            if (member is IPropertySymbol property)
            {
                CheckMark(property, PrivateProblem.Of(property), context);
            }
            else if (member is IMethodSymbol method)
            {
                foreach (var parameter in method.Parameters)
                {
                    CheckMark(parameter, PrivateProblem.Of(parameter, type), context);
                }
            }
        }

        CheckInherited(type, context);
    }

    private static void CheckKey(AttributeData unique, INamedTypeSymbol type, SymbolAnalysisContext context)
    {
        var encrypted = Attributes.Named(unique, "Key") is string key
            ? UniqueKey.Parse(key, type).Properties
                .Select(property => PrivateMarks.IsEncrypted(property, type) ? property : PrivateMarks.EncryptedIn(property.Type))
                .FirstOrDefault(property => property is not null)
            : PrivateMarks.EncryptedIn(type);
        if (encrypted is not null)
        {
            var place = Places.Of(unique, "Key", context.CancellationToken);
            Report(context, Descriptors.EncryptedKey, place, TypeText.ForPeople(type), $"{encrypted.ContainingType.Name}.{encrypted.Name}");
        }
    }

    private static void CheckMark(ISymbol member, (string Reason, string Remedy)? problem, SymbolAnalysisContext context)
    {
        if (problem is { } found && PrivateMarks.Of(member) is { } mark)
        {
            var place = Places.Of(member, context.Compilation);
            Report(context, Descriptors.MarkWithoutEffect, place, mark, member.Name, found.Reason, found.Remedy);
        }
    }

    /// <summary>A mark on a parameter is not inherited with the property.</summary>
    private static void CheckInherited(INamedTypeSymbol type, SymbolAnalysisContext context)
    {
        if (type.BaseType is null || PayloadProperties.IsRoot(type.BaseType))
        {
            return;
        }

        foreach (var property in PayloadProperties.Of(type))
        {
            var (of, own) = (property.ContainingType, PrivateMarks.Of(property, PrivateMarks.ParameterFor(property, type)));
            if (!SymbolEqualityComparer.Default.Equals(of, type) && own is null
                && PrivateMarks.Of(property, PrivateMarks.ParameterFor(property, of)) is { } mark)
            {
                Report(
                    context, Descriptors.MarkWithoutEffect, Places.Of(type, context.Compilation), mark, $"{of.Name}.{property.Name}",
                    $"it stands at a parameter of {of.Name}, which {type.Name} does not have", $"Write [property: {mark}] in {of.Name}.");
            }
        }
    }

    private static void Report(
        SymbolAnalysisContext context, DiagnosticDescriptor descriptor, Location? place, params object[] arguments) =>
        context.ReportDiagnostic(Diagnostic.Create(descriptor, place, arguments));
}
