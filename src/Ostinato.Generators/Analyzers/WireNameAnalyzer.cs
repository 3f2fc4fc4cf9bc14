using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Ostinato.Generators;

/// <summary>Finds payloads that nobody named: a handler takes them, or they promise a result or carry other attributes of a job.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WireNameAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.MissingWireName];

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
        if (IsNameless(type) && LooksLikePayload(type))
        {
            Report(type, Places.Of(type, context.Compilation), context);
        }

        if (HandlerReader.IsHandler(type))
        {
            foreach (var handled in HandlerReader.InterfacesOf(type))
            {
                var payload = (INamedTypeSymbol)handled.TypeArguments[0];
                if (IsNameless(payload) && !LooksLikePayload(payload))
                {
                    Report(payload, PlaceOf(payload, type, context), context);
                }
            }
        }
    }

    /// <summary>A generic payload cannot have a name; whoever handles one registers it by hand.</summary>
    private static bool IsNameless(INamedTypeSymbol type) =>
        !type.IsGenericType && !type.IsAbstract && !Attributes.Has(type, KnownNames.JobAttribute);

    private static bool LooksLikePayload(INamedTypeSymbol type) =>
        type.TypeKind is TypeKind.Class or TypeKind.Struct
        && (type.Interfaces.Any(KnownNames.IsResultInterface)
            || type.Interfaces.Any(KnownNames.IsCheckpointInterface)
            || Attributes.Has(type, KnownNames.RetryAttribute)
            || Attributes.Has(type, KnownNames.UniqueAttribute));

    /// <summary>Where the handler says what it handles, so that the diagnostic shows while that file is open.</summary>
    private static Location? PlaceOf(INamedTypeSymbol payload, INamedTypeSymbol handler, SymbolAnalysisContext context)
    {
        foreach (var reference in handler.DeclaringSyntaxReferences)
        {
            var bases = (reference.GetSyntax(context.CancellationToken) as TypeDeclarationSyntax)?.BaseList?.Types ?? [];
            foreach (var arguments in bases.Select(type => type.Type).OfType<GenericNameSyntax>().Select(name => name.TypeArgumentList))
            {
                if (arguments.Arguments.FirstOrDefault() is { } first && NameOf(first) == payload.Name)
                {
                    return first.GetLocation();
                }
            }
        }

        return Places.Of(handler, context.Compilation);
    }

    private static string NameOf(TypeSyntax type) => type switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => type.ToString(),
    };

    private static void Report(INamedTypeSymbol payload, Location? place, SymbolAnalysisContext context)
    {
        var name = ProposedName.Of(payload.Name);
        var properties = ImmutableDictionary<string, string?>.Empty
            .Add(MissingWireName.Payload, DocumentationCommentId.CreateDeclarationId(payload))
            .Add(MissingWireName.Name, name);
        context.ReportDiagnostic(Diagnostic.Create(Descriptors.MissingWireName, place, properties, TypeText.ForPeople(payload), name));
    }
}
