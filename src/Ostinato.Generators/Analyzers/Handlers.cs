using Microsoft.CodeAnalysis;

namespace Ostinato.Generators;

/// <summary>Checks that each payload has one handler, and that it returns what the payload promises.</summary>
internal static class Handlers
{
    public static IEnumerable<Diagnostic> Check(Registry registry) =>
        Missing(registry).Concat(Several(registry)).Concat(Hidden(registry)).Concat(Results(registry));

    private static IEnumerable<Diagnostic> Missing(Registry registry)
    {
        if (registry.HasOpenHandler || Attributes.Has(registry.Compilation.Assembly, KnownNames.JobContractsAttribute))
        {
            return [];
        }

        var handled = new HashSet<ISymbol>(registry.Handlings.Select(handling => handling.Payload), SymbolEqualityComparer.Default);
        return registry.Payloads
            .Where(payload => !handled.Contains(payload))
            .Select(payload => At(payload, registry, Descriptors.MissingHandler, TypeText.ForPeople(payload)));
    }

    private static IEnumerable<Diagnostic> Several(Registry registry) =>
        from handling in registry.Handlings
        where handling.IsReachable
        group handling by handling.Payload.ToDisplayString() into same
        from later in same.Skip(1)
        select At(
            later.Handler,
            registry,
            Descriptors.SeveralHandlers,
            TypeText.ForPeople(later.Payload),
            Describe(same.First()),
            Describe(later));

    /// <summary>A payload whose only handlers are out of reach: nothing would run it, and nothing else says so.</summary>
    private static IEnumerable<Diagnostic> Hidden(Registry registry) =>
        from handling in registry.Handlings
        where Attributes.Has(handling.Payload, KnownNames.JobAttribute) && JobReader.CanBeRegistered(handling.Payload, registry.Compilation)
        group handling by handling.Payload.ToDisplayString() into same
        where same.All(handling => !handling.IsReachable && !handling.Handler.IsGenericType)
        let hidden = same.First()
        select At(hidden.Handler, registry, Descriptors.Unreachable, TypeText.ForPeople(hidden.Handler));

    private static IEnumerable<Diagnostic> Results(Registry registry) =>
        from handling in registry.Handlings
        where Attributes.Has(handling.Payload, KnownNames.JobAttribute)
        let wrong = WrongResult(handling, registry)
        where wrong is not null
        let handler = TypeText.ForPeople(handling.Handler)
        select At(handling.Handler, registry, Descriptors.WrongResult, handler, wrong.Value.What, wrong.Value.Remedy);

    private static (string What, string Remedy)? WrongResult(Handling handling, Registry registry)
    {
        var payload = TypeText.ForPeople(handling.Payload);
        if (handling.Returns is { } outcome && KnownNames.IsOutcome(outcome))
        {
            return null;
        }

        if (ResultReader.PromisedBy(handling.Payload) is { } promised)
        {
            var result = TypeText.ForPeople(promised);
            return SymbolEqualityComparer.Default.Equals(promised, handling.Returns)
                ? null
                : ($"returns {Describe(handling.Returns)} where {payload} promises {result}",
                    $"Implement IJobHandler<{payload}, {result}>.");
        }

        var isForeign = !SymbolEqualityComparer.Default.Equals(handling.Payload.ContainingAssembly, registry.Compilation.Assembly);
        return isForeign && handling.Returns is { } returns
            ? ($"returns {Describe(returns)}, which would not be stored", $"Let {payload} implement IJobResult<{Describe(returns)}>.")
            : null;
    }

    private static string Describe(ITypeSymbol? result) => result is null ? "nothing" : TypeText.ForPeople(result);

    private static string Describe(Handling handling) => handling.Handler.ToDisplayString();

    private static Diagnostic At(ISymbol symbol, Registry registry, DiagnosticDescriptor descriptor, params object[] arguments) =>
        Diagnostic.Create(descriptor, Places.Of(symbol, registry.Compilation), arguments);
}
