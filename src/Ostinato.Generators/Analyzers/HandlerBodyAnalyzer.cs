using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Ostinato.Generators;

/// <summary>Looks inside handlers: work that nobody awaits, calls that cancellation does not reach.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HandlerBodyAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [Descriptors.AsyncVoid, Descriptors.TokenNotForwarded];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSymbolStartAction(Start, SymbolKind.NamedType);
    }

    private static void Start(SymbolStartAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.TypeKind is not TypeKind.Class || !type.AllInterfaces.Any(KnownNames.IsHandlerInterface))
        {
            return;
        }

        var handles = HandleMethodsOf(type);
        context.RegisterSymbolEndAction(end => CheckMethods(type, end));
        context.RegisterOperationAction(CheckFunction, OperationKind.AnonymousFunction, OperationKind.LocalFunction);
        context.RegisterOperationAction(operation => CheckCall(operation, handles), OperationKind.Invocation);
    }

    private static ImmutableHashSet<ISymbol> HandleMethodsOf(INamedTypeSymbol type) => type.AllInterfaces
        .Where(KnownNames.IsHandlerInterface)
        .SelectMany(i => i.GetMembers())
        .Select(type.FindImplementationForInterfaceMember)
        .OfType<ISymbol>()
        .ToImmutableHashSet(SymbolEqualityComparer.Default);

    private static void CheckMethods(INamedTypeSymbol type, SymbolAnalysisContext context)
    {
        foreach (var method in type.GetMembers().OfType<IMethodSymbol>().Where(IsAsyncVoid))
        {
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.AsyncVoid, Places.Of(method, context.Compilation), method.Name));
        }
    }

    private static void CheckFunction(OperationAnalysisContext context)
    {
        var (function, name, place) = context.Operation switch
        {
            ILocalFunctionOperation local => (local.Symbol, local.Symbol.Name, local.Symbol.Locations[0]),
            IAnonymousFunctionOperation lambda => (lambda.Symbol, "The lambda", lambda.Syntax.GetLocation()),
            _ => throw new InvalidOperationException($"{context.Operation.Kind} is not a function."),
        };
        if (IsAsyncVoid(function))
        {
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.AsyncVoid, place, name));
        }
    }

    private static void CheckCall(OperationAnalysisContext context, ImmutableHashSet<ISymbol> handles)
    {
        var call = (IInvocationOperation)context.Operation;
        if (context.ContainingSymbol is IMethodSymbol method
            && handles.Contains(method)
            && method.Parameters.LastOrDefault() is { } token
            && TokenForwarding.IsMissing(call, token, context.Compilation))
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Descriptors.TokenNotForwarded, TokenForwarding.PlaceOf(call), call.TargetMethod.Name, token.Name));
        }
    }

    private static bool IsAsyncVoid(IMethodSymbol method) => method is { IsAsync: true, ReturnsVoid: true };
}
