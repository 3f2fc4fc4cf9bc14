using Microsoft.CodeAnalysis;

namespace Ostinato.Generators;

/// <summary>Finds payloads of this compilation and its references that share a wire name.</summary>
internal static class WireNames
{
    public static IEnumerable<Diagnostic> Check(Registry registry, CancellationToken ct)
    {
        var byName = registry.Payloads.Concat(OfReferences(registry, ct))
            .SelectMany(type => Attributes.All(type, KnownNames.JobAttribute).Concat(Attributes.All(type, KnownNames.JobAliasAttribute))
                .Select(job => (Type: type, Job: job)))
            .GroupBy(payload => Attributes.Argument<string>(payload.Job) ?? "", StringComparer.Ordinal)
            .Where(group => group.Skip(1).Any());
        foreach (var group in byName)
        {
            var payloads = group.ToList();
            foreach (var (type, job) in payloads.Where(payload => IsOfThis(payload.Type, registry)))
            {
                var other = payloads.FirstOrDefault(payload => !SymbolEqualityComparer.Default.Equals(payload.Type, type)).Type ?? type;
                var place = Places.Of(job, argument: null, ct);
                yield return Diagnostic.Create(Descriptors.DuplicateWireName, place, group.Key, Describe(other, registry));
            }
        }
    }

    private static string Describe(INamedTypeSymbol type, Registry registry) => IsOfThis(type, registry)
        ? type.ToDisplayString()
        : $"{type.ToDisplayString()} in {type.ContainingAssembly.Name}";

    private static bool IsOfThis(INamedTypeSymbol type, Registry registry) =>
        SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, registry.Compilation.Assembly);

    /// <summary>
    /// What the references register themselves. Only assemblies that know Ostinato can have jobs; the others are not read.
    /// </summary>
    private static IEnumerable<INamedTypeSymbol> OfReferences(Registry registry, CancellationToken ct) => registry.Payloads.Count == 0
        ? []
        : registry.Compilation.SourceModule.ReferencedAssemblySymbols
            .Where(assembly => assembly.Modules.Any(module => module.ReferencedAssemblies.Any(reference => reference.Name == "Ostinato")))
            .SelectMany(assembly => TypesOf(assembly.GlobalNamespace, ct))
            .Where(type => Attributes.Has(type, KnownNames.JobAttribute)
                && JobReader.CanBeRegistered(type, registry.Compilation, type.ContainingAssembly));

    private static IEnumerable<INamedTypeSymbol> TypesOf(INamespaceOrTypeSymbol container, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        foreach (var member in container.GetMembers().OfType<INamespaceOrTypeSymbol>())
        {
            if (member is INamedTypeSymbol type)
            {
                yield return type;
            }

            foreach (var nested in TypesOf(member, ct))
            {
                yield return nested;
            }
        }
    }
}
