using Microsoft.CodeAnalysis;

namespace Ostinato.Generators;

/// <summary>The contexts of System.Text.Json that users write themselves and name in <c>[Job]</c>.</summary>
internal static class JsonContexts
{
    private const string Namespace = "System.Text.Json.Serialization.";

    public static INamedTypeSymbol? Of(ITypeSymbol payload) => Attributes.Find(payload, KnownNames.JobAttribute) is { } job
        ? Attributes.Named(job, "JsonContext") as INamedTypeSymbol
        : null;

    /// <summary>Whether a context is marked with <c>[JsonSerializable(typeof(T))]</c>.</summary>
    public static bool Lists(INamedTypeSymbol context, ITypeSymbol type) => context.GetAttributes()
        .Where(attribute => KnownNames.Is(attribute.AttributeClass, Namespace + "JsonSerializableAttribute"))
        .Any(attribute => SymbolEqualityComparer.Default.Equals(Attributes.Argument<ITypeSymbol>(attribute), type));

    /// <summary>What to do about a context that cannot write the payload; null where it can.</summary>
    public static string? RemedyFor(INamedTypeSymbol context, ITypeSymbol payload, Compilation compilation) => context switch
    {
        _ when !IsContext(context) || !Lists(context, payload) =>
            $"Make it a JsonSerializerContext that is marked with [JsonSerializable(typeof({TypeText.ForPeople(payload)}))].",
        _ when !Reachability.IsReachable(context, compilation) =>
            "Make it internal or public, for generated code does not reach into the type or file that holds it.",
        _ => null,
    };

    private static bool IsContext(INamedTypeSymbol type)
    {
        for (var current = type.BaseType; current is not null; current = current.BaseType)
        {
            if (KnownNames.Is(current, Namespace + "JsonSerializerContext"))
            {
                return true;
            }
        }

        return false;
    }
}
