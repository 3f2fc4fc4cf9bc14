using Microsoft.CodeAnalysis;

namespace Ostinato.Generators;

/// <summary>Reads which payloads a class handles.</summary>
internal static class HandlerReader
{
    public static HandlerModel? Read(INamedTypeSymbol type, Compilation compilation, CancellationToken ct)
    {
        if (!IsHandler(type) || !JobReader.CanBeRegistered(type, compilation))
        {
            return null;
        }

        var handled = InterfacesOf(type)
            .Where(handler => Reachability.IsReachable(handler.TypeArguments[0], compilation))
            .Select(handler => ReadOne(handler, compilation, ct))
            .ToEquatableArray();
        return handled.Count == 0 ? null : new HandlerModel(TypeText.Of(type), handled);
    }

    /// <summary>Whether the class does the work of at least one closed payload type.</summary>
    public static bool IsHandler(INamedTypeSymbol type) =>
        type is { TypeKind: TypeKind.Class, IsAbstract: false } && InterfacesOf(type).Any();

    /// <summary>Whether the class does the work of whatever payload its type argument names. It is registered by hand.</summary>
    public static bool IsOpenHandler(INamedTypeSymbol type) => type is { TypeKind: TypeKind.Class, IsAbstract: false, IsGenericType: true }
        && type.AllInterfaces.Any(i => KnownNames.IsHandlerInterface(i) && i.TypeArguments[0] is ITypeParameterSymbol);

    public static IEnumerable<INamedTypeSymbol> InterfacesOf(INamedTypeSymbol type) => type.AllInterfaces
        .Where(i => KnownNames.IsHandlerInterface(i) && i.TypeArguments[0] is INamedTypeSymbol { TypeKind: not TypeKind.Error });

    private static HandledModel ReadOne(INamedTypeSymbol handler, Compilation compilation, CancellationToken ct)
    {
        var payload = handler.TypeArguments[0];
        if (handler.TypeArguments is not [_, var returns])
        {
            return new HandledModel(TypeText.Of(payload), Returns: null, Result: null);
        }

        var isStoredHere = !KnownNames.IsOutcome(returns)
            && SymbolEqualityComparer.Default.Equals(payload.ContainingAssembly, compilation.Assembly);
        return new HandledModel(
            TypeText.Of(payload),
            TypeText.Of(returns),
            isStoredHere ? ResultReader.Read(returns, payload, compilation, ct) : null);
    }
}
