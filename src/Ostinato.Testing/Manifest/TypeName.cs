namespace Ostinato.Testing;

/// <summary>The name of a type, for people.</summary>
internal static class TypeName
{
    public static string Of(Type type) => type.Name.Split('`')[0];
}
