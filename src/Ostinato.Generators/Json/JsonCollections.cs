using Microsoft.CodeAnalysis;

namespace Ostinato.Generators;

/// <summary>Arrays, lists, sets and dictionaries.</summary>
internal static class JsonCollections
{
    private const string Services = "JsonMetadataServices.";
    private const string Generic = "System.Collections.Generic";
    private const string Immutable = "System.Collections.Immutable";

    private static readonly Dictionary<string, Shape> Known = new(StringComparer.Ordinal)
    {
        [Generic + ".List"] = new("CreateListInfo", IsCreated: true),
        [Generic + ".HashSet"] = new("CreateISetInfo", IsCreated: true),
        [Generic + ".SortedSet"] = new("CreateISetInfo", IsCreated: true),
        [Generic + ".Queue"] = new("CreateQueueInfo", IsCreated: true),
        [Generic + ".IList"] = new("CreateIListInfo"),
        [Generic + ".ICollection"] = new("CreateICollectionInfo"),
        [Generic + ".ISet"] = new("CreateISetInfo"),
        [Generic + ".IEnumerable"] = new("CreateIEnumerableInfo"),
        [Generic + ".IReadOnlyCollection"] = new("CreateIEnumerableInfo"),
        [Generic + ".IReadOnlyList"] = new("CreateIEnumerableInfo"),
        [Immutable + ".ImmutableArray"] = new("CreateImmutableEnumerableInfo", Range: "ImmutableArray"),
        [Immutable + ".ImmutableList"] = new("CreateImmutableEnumerableInfo", Range: "ImmutableList"),
        [Immutable + ".ImmutableHashSet"] = new("CreateImmutableEnumerableInfo", Range: "ImmutableHashSet"),
        [Generic + ".Dictionary"] = new("CreateDictionaryInfo", IsCreated: true),
        [Generic + ".SortedDictionary"] = new("CreateIDictionaryInfo", IsCreated: true),
        [Generic + ".IDictionary"] = new("CreateIDictionaryInfo"),
        [Generic + ".IReadOnlyDictionary"] = new("CreateIReadOnlyDictionaryInfo"),
        [Immutable + ".ImmutableDictionary"] = new("CreateImmutableDictionaryInfo", Range: "ImmutableDictionary"),
    };

    public static bool Includes(ITypeSymbol type) =>
        type is IArrayTypeSymbol { IsSZArray: true, ElementType.SpecialType: not SpecialType.System_Byte } || Find(type) is not null;

    public static JsonTypeModel? Of(ITypeSymbol type, string name, JsonShape shape, ISymbol member) => type is IArrayTypeSymbol array
        ? OfArray(array, name, shape, member)
        : OfGeneric((INamedTypeSymbol)type, Find(type)!, name, shape, member);

    private static Shape? Find(ITypeSymbol type) =>
        type is INamedTypeSymbol { Arity: 1 or 2, ContainingType: null }
        && Known.TryGetValue($"{type.ContainingNamespace.ToDisplayString()}.{type.Name}", out var known)
            ? known
            : null;

    private static JsonCollectionModel OfArray(IArrayTypeSymbol array, string name, JsonShape shape, ISymbol member)
    {
        shape.Add(array.ElementType, member);
        var factory = $"{Services}CreateArrayInfo<{TypeText.Of(array.ElementType)}>";
        return new JsonCollectionModel(name, factory, Creator: null, CreateRange: null);
    }

    private static JsonCollectionModel? OfGeneric(INamedTypeSymbol type, Shape known, string name, JsonShape shape, ISymbol member)
    {
        if (type.Arity == 2 && !JsonBuiltIns.IsKey(type.TypeArguments[0]))
        {
            shape.Report(member, $"{TypeText.ForPeople(type.TypeArguments[0])} cannot be the key of a dictionary");
            return null;
        }

        foreach (var argument in type.TypeArguments)
        {
            shape.Add(argument, member);
        }

        var arguments = string.Join(", ", type.TypeArguments.Select(TypeText.Of));
        return new JsonCollectionModel(
            name,
            $"{Services}{known.Factory}<{name}, {arguments}>",
            known.IsCreated ? $"new {name}()" : null,
            known.Range is null ? null : $"global::{Immutable}.{known.Range}.CreateRange<{arguments}>");
    }

    private sealed record Shape(string Factory, bool IsCreated = false, string? Range = null);
}
