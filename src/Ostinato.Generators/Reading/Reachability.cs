using Microsoft.CodeAnalysis;

namespace Ostinato.Generators;

/// <summary>Whether generated code, which sits in a class of its own, can name a symbol.</summary>
internal static class Reachability
{
    public static bool IsReachable(ISymbol symbol, Compilation compilation) => IsReachable(symbol, compilation, compilation.Assembly);

    /// <param name="symbol">The symbol.</param>
    /// <param name="compilation">What sees the symbol and the assembly.</param>
    /// <param name="assembly">Where the generated code is.</param>
    public static bool IsReachable(ISymbol symbol, Compilation compilation, IAssemblySymbol assembly) =>
        compilation.IsSymbolAccessibleWithin(symbol, assembly) && !IsFileLocal(symbol);

    private static bool IsFileLocal(ISymbol symbol)
    {
        for (var type = symbol as INamedTypeSymbol ?? symbol.ContainingType; type is not null; type = type.ContainingType)
        {
            // In a compiled assembly only the name that the compiler gave to the type tells.
            if (type.IsFileLocal || type.MetadataName.StartsWith("<", StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
