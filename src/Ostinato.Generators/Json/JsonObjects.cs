using Microsoft.CodeAnalysis;

namespace Ostinato.Generators;

/// <summary>Classes, structs and records: a constructor, and properties.</summary>
internal static class JsonObjects
{
    public static JsonTypeModel? Of(ITypeSymbol type, string name, JsonShape shape, ISymbol member)
    {
        var problem = Problem(type);
        if (problem is null && JsonConstructors.Choose((INamedTypeSymbol)type, out problem) is { } constructor)
        {
            return Read((INamedTypeSymbol)type, name, constructor, shape);
        }

        shape.Report(member, problem!);
        return null;
    }

    private static JsonObjectModel Read(INamedTypeSymbol type, string name, IMethodSymbol constructor, JsonShape shape)
    {
        var properties = PayloadProperties.Of(type).ToList();
        var bound = JsonConstructors.Bind(constructor, properties, shape);
        var reader = new JsonProperties(type, constructor, bound, shape);
        ReportHiddenMembers(type, shape);
        return new JsonObjectModel(
            name,
            JsonConstructors.CreatorOf(type, constructor, shape),
            constructor.Parameters.Select(parameter => JsonConstructors.Read(parameter, bound)).ToEquatableArray(),
            reader.Read(properties).ToEquatableArray())
        {
            IsStruct = type.IsValueType,
        };
    }

    private static void ReportHiddenMembers(INamedTypeSymbol type, JsonShape shape)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            foreach (var member in current.GetMembers())
            {
                if (HiddenProblem(member) is { } problem)
                {
                    shape.Report(member, problem);
                }
            }
        }
    }

    private static string? HiddenProblem(ISymbol member) => member switch
    {
        IPropertySymbol { DeclaredAccessibility: Accessibility.Public } => null,
        _ when JsonAttributes.IsIncluded(member) => "[JsonInclude] on a field or a member that is not public is not supported",
        IFieldSymbol { DeclaredAccessibility: Accessibility.Public, IsStatic: false } when !JsonAttributes.IsIgnored(member) =>
            "it is a field, and fields are lost; make it a property",
        _ => null,
    };

    private static string? Problem(ITypeSymbol type)
    {
        var name = TypeText.ForPeople(type);
        return type switch
        {
            { SpecialType: SpecialType.System_Object } => "object does not say what it holds; name the type, or use JsonElement",
            { IsTupleType: true } => $"{name} is a tuple, whose names are not kept; use a record",
            { TypeKind: not (TypeKind.Class or TypeKind.Struct) } or { IsRefLikeType: true } => $"{name} is not a type of data",
            { IsAbstract: true } => $"{name} is abstract",
            _ when IsOfFramework(type) => $"{name} is not a type that the generator knows",
            _ when type.AllInterfaces.Any(i => i.SpecialType is SpecialType.System_Collections_IEnumerable) =>
                $"{name} is a collection of its own kind; use List<T>, an array or a Dictionary<TKey, TValue>",
            _ when JsonAttributes.Unsupported(type) is { } attribute => $"[{attribute}] on {name} is not supported",
            _ => null,
        };
    }

    private static bool IsOfFramework(ITypeSymbol type)
    {
        var space = type.ContainingNamespace.ToDisplayString();
        return (space == "System" || space.StartsWith("System.", StringComparison.Ordinal)) && type.Name != "KeyValuePair";
    }
}
