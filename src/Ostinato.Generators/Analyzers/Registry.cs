using Microsoft.CodeAnalysis;

namespace Ostinato.Generators;

/// <summary>The payloads and handlers of a compilation, in a stable order.</summary>
internal sealed class Registry(IEnumerable<INamedTypeSymbol> payloads, IEnumerable<INamedTypeSymbol> handlers, Compilation compilation)
{
    public Compilation Compilation => compilation;

    /// <summary>Types with <c>[Job]</c> that can be registered.</summary>
    public IReadOnlyList<INamedTypeSymbol> Payloads { get; } =
        InOrder(payloads.Where(type => JobReader.CanBeRegistered(type, compilation)));

    /// <summary>Whether a generic class may handle any payload; what it handles is known only where it is registered.</summary>
    public bool HasOpenHandler { get; } = handlers.Any(HandlerReader.IsOpenHandler);

    /// <summary>Every handler interface of every class that does the work of a closed payload type.</summary>
    public IReadOnlyList<Handling> Handlings { get; } =
    [
        .. InOrder(handlers).SelectMany(handler => HandlerReader.InterfacesOf(handler).Select(i => new Handling(
            handler,
            (INamedTypeSymbol)i.TypeArguments[0],
            i.TypeArguments is [_, var returns] ? returns : null,
            JobReader.CanBeRegistered(handler, compilation)))),
    ];

    private static List<INamedTypeSymbol> InOrder(IEnumerable<INamedTypeSymbol> types) =>
        [.. types.OrderBy(type => type.ToDisplayString(), StringComparer.Ordinal)];
}

/// <summary>One handler interface of a class.</summary>
/// <param name="Returns">Its second type argument, or null.</param>
/// <param name="IsReachable">Whether generated code can name the class.</param>
internal sealed record Handling(INamedTypeSymbol Handler, INamedTypeSymbol Payload, ITypeSymbol? Returns, bool IsReachable);
