using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Ostinato.Generators;

/// <summary>
/// Checks that payloads, their results and their checkpoints can be written as JSON, by the generator or by their own context.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class JsonAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [Descriptors.UnsupportedJson, Descriptors.UnknownToContext];

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
        if (Attributes.Find(type, KnownNames.JobAttribute) is { } job && JobReader.CanBeRegistered(type, context.Compilation))
        {
            CheckPayload(type, job, context);
        }

        if (HandlerReader.IsHandler(type))
        {
            CheckResults(type, context);
        }
    }

    private static void CheckPayload(INamedTypeSymbol type, AttributeData job, SymbolAnalysisContext context)
    {
        var place = Places.Of(job, argument: null, context.CancellationToken);
        var jsonContext = JsonContexts.Of(type);
        if (jsonContext is null)
        {
            Report(type, type, place, context);
        }
        else if (JsonContexts.RemedyFor(jsonContext, type, context.Compilation) is { } remedy)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.UnknownToContext,
                Places.Of(job, "JsonContext", context.CancellationToken),
                TypeText.ForPeople(jsonContext),
                TypeText.ForPeople(type),
                remedy));
        }

        if (ResultReader.PromisedBy(type) is { } result && !IsListed(jsonContext, result))
        {
            Report(result, type, place, context);
        }

        if (ResultReader.CheckpointOf(type) is { } checkpoint && !IsListed(jsonContext, checkpoint))
        {
            Report(checkpoint, type, place, context);
        }
    }

    /// <summary>Results that only a handler names. What a payload promises is checked with the payload.</summary>
    private static void CheckResults(INamedTypeSymbol handler, SymbolAnalysisContext context)
    {
        foreach (var handled in HandlerReader.InterfacesOf(handler))
        {
            if (handled.TypeArguments is [INamedTypeSymbol payload, var result]
                && !KnownNames.IsOutcome(result)
                && ResultReader.PromisedBy(payload) is null
                && !IsListed(JsonContexts.Of(payload), result))
            {
                Report(result, payload, Places.Of(handler, context.Compilation), context);
            }
        }
    }

    private static bool IsListed(INamedTypeSymbol? jsonContext, ITypeSymbol type) =>
        jsonContext is not null && JsonContexts.Lists(jsonContext, type);

    private static void Report(ITypeSymbol root, INamedTypeSymbol payload, Location? place, SymbolAnalysisContext context)
    {
        foreach (var problem in JsonShape.Of(root, context.Compilation, context.CancellationToken).Problems)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.UnsupportedJson,
                problem.Member is ITypeSymbol ? place : Places.Of(problem.Member, context.Compilation) ?? place,
                NameOf(problem.Member),
                TypeText.ForPeople(payload),
                problem.Reason));
        }
    }

    private static string NameOf(ISymbol member) => member switch
    {
        ITypeSymbol type => TypeText.ForPeople(type),
        IParameterSymbol parameter => $"{parameter.ContainingType.Name}({parameter.Name})",
        _ => $"{member.ContainingType.Name}.{member.Name}",
    };
}
