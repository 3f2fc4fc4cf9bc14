using Microsoft.CodeAnalysis;

namespace Ostinato.Generators;

/// <summary>Reads attributes of symbols.</summary>
internal static class Attributes
{
    public static AttributeData? Find(ISymbol symbol, string fullName) =>
        symbol.GetAttributes().FirstOrDefault(attribute => KnownNames.Is(attribute.AttributeClass, fullName));

    /// <summary>Of an attribute that may be there several times.</summary>
    public static IEnumerable<AttributeData> All(ISymbol symbol, string fullName) =>
        symbol.GetAttributes().Where(attribute => KnownNames.Is(attribute.AttributeClass, fullName));

    public static bool Has(ISymbol symbol, string fullName) => Find(symbol, fullName) is not null;

    /// <summary>The first constructor argument, where it is of the expected type.</summary>
    public static T? Argument<T>(AttributeData attribute) =>
        attribute.ConstructorArguments is [{ Kind: not TypedConstantKind.Array, Value: T value }, ..] ? value : default;

    /// <summary>A named argument; null where it is not written.</summary>
    public static object? Named(AttributeData attribute, string name)
    {
        foreach (var argument in attribute.NamedArguments)
        {
            if (argument.Key == name && argument.Value.Kind is not (TypedConstantKind.Array or TypedConstantKind.Error))
            {
                return argument.Value.Value;
            }
        }

        return null;
    }
}
