using Microsoft.CodeAnalysis;

namespace Ostinato.Generators;

/// <summary>Reads the methods of a payload that are marked with <c>[UpcastFrom]</c>.</summary>
internal static class Upcasters
{
    public const int MaxVersion = 999;

    public static EquatableArray<UpcasterModel> Read(INamedTypeSymbol type, Compilation compilation) => Of(type)
        .Where(upcaster => IsVersion(upcaster.Version) && ProblemOf(upcaster.Method, compilation) is null)
        .Select(upcaster => new UpcasterModel(
            upcaster.Version, $"{TypeText.Of(type)}.{TypeText.Identifier(upcaster.Method.Name)}", NameOf(upcaster.Method)))
        .OrderBy(upcaster => upcaster.Version)
        .ToEquatableArray();

    /// <summary>Every marked method, with the version that its mark says; 0 where it says none.</summary>
    public static IEnumerable<(IMethodSymbol Method, int Version, AttributeData Mark)> Of(INamedTypeSymbol type)
    {
        foreach (var method in type.GetMembers().OfType<IMethodSymbol>())
        {
            if (Attributes.Find(method, KnownNames.UpcastFromAttribute) is { } mark)
            {
                yield return (method, Attributes.Argument<int>(mark), mark);
            }
        }
    }

    public static bool IsVersion(int version) => version is >= 1 and < MaxVersion;

    public static string NameOf(IMethodSymbol method) => $"{method.ContainingType.Name}.{method.Name}";

    /// <summary>Why a method cannot be one, to follow "it"; null where it can.</summary>
    public static string? ProblemOf(IMethodSymbol method, Compilation compilation) =>
        !method.IsStatic ? "is not static"
        : method.IsGenericMethod ? "is generic"
        : !method.ReturnsVoid || method.IsAsync ? "does not return void at once"
        : method.Parameters is not [{ RefKind: RefKind.None, Type: var parameter }]
            || !KnownNames.Is(parameter, "System.Text.Json.Nodes.JsonObject") ? "does not take one JsonObject"
        : !Reachability.IsReachable(method, compilation) ? "cannot be reached from generated code"
        : null;
}
