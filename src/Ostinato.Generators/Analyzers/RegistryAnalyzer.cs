using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Ostinato.Generators;

/// <summary>Checks the payloads and handlers of an assembly against each other: names, handlers, results.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RegistryAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        Descriptors.DuplicateWireName, Descriptors.MissingHandler, Descriptors.SeveralHandlers, Descriptors.WrongResult,
        Descriptors.Unreachable,
    ];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        // A job that another generator wrote is registered like any other, and stops the start like any other.
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(Start);
    }

    private static void Start(CompilationStartAnalysisContext context)
    {
        if (context.Compilation.GetTypeByMetadataName(KnownNames.JobAttribute) is null)
        {
            return;
        }

        var payloads = new ConcurrentBag<INamedTypeSymbol>();
        var handlers = new ConcurrentBag<INamedTypeSymbol>();
        context.RegisterSymbolAction(symbol => Collect((INamedTypeSymbol)symbol.Symbol, payloads, handlers), SymbolKind.NamedType);
        context.RegisterCompilationEndAction(end =>
        {
            var registry = new Registry(payloads, handlers, end.Compilation);
            foreach (var diagnostic in WireNames.Check(registry, end.CancellationToken).Concat(Handlers.Check(registry)))
            {
                end.ReportDiagnostic(diagnostic);
            }
        });
    }

    private static void Collect(INamedTypeSymbol type, ConcurrentBag<INamedTypeSymbol> payloads, ConcurrentBag<INamedTypeSymbol> handlers)
    {
        if (Attributes.Has(type, KnownNames.JobAttribute))
        {
            payloads.Add(type);
        }

        if (HandlerReader.IsHandler(type) || HandlerReader.IsOpenHandler(type))
        {
            handlers.Add(type);
        }
    }
}
