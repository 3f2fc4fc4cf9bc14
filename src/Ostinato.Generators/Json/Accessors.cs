using Microsoft.CodeAnalysis;

namespace Ostinato.Generators;

/// <summary>Describes members that generated code reaches with <c>UnsafeAccessor</c>.</summary>
/// <remarks>
/// Init-only properties are set after construction, so that one that the JSON does not mention keeps the default its author gave it.
/// An object initializer would overwrite it.
/// </remarks>
internal static class Accessors
{
    public static AccessorModel OfSetter(IPropertySymbol property)
    {
        var declared = property.OriginalDefinition;
        var target = TypeText.Of(declared.ContainingType);
        return Of(
            property.ContainingType,
            "void",
            $"{(declared.ContainingType.IsValueType ? "ref " : "")}{target} target, {TypeText.Of(declared.Type)} value");
    }

    public static AccessorModel OfConstructor(IMethodSymbol constructor)
    {
        var declared = constructor.OriginalDefinition;
        var parameters = declared.Parameters.Select((parameter, i) =>
            $"{(parameter.RefKind is RefKind.In ? "in " : "")}{TypeText.Of(parameter.Type)} p{i}");
        return Of(constructor.ContainingType, TypeText.Of(declared.ContainingType), string.Join(", ", parameters));
    }

    private static AccessorModel Of(INamedTypeSymbol type, string returnType, string signature)
    {
        var types = new List<INamedTypeSymbol>();
        for (var current = type; current is not null; current = current.ContainingType)
        {
            types.Insert(0, current);
        }

        var parameters = types.SelectMany(t => t.OriginalDefinition.TypeParameters).ToList();
        return new AccessorModel(
            Brackets(parameters.Select(TypeText.Parameter)),
            Brackets(types.SelectMany(t => t.TypeArguments).Select(TypeText.Of)),
            string.Concat(parameters.Select(ConstraintsOf)),
            returnType,
            signature);
    }

    private static string Brackets(IEnumerable<string> names) => string.Join(", ", names) is { Length: > 0 } list ? $"<{list}>" : "";

    private static string ConstraintsOf(ITypeParameterSymbol parameter)
    {
        var constraints = new List<string>();
        if (parameter.HasUnmanagedTypeConstraint)
        {
            constraints.Add("unmanaged");
        }
        else if (parameter.HasValueTypeConstraint)
        {
            constraints.Add("struct");
        }
        else if (parameter.HasReferenceTypeConstraint)
        {
            constraints.Add("class");
        }

        constraints.AddRange(parameter.ConstraintTypes.Select(TypeText.Of));
        if (parameter.HasConstructorConstraint)
        {
            constraints.Add("new()");
        }

        return constraints.Count == 0 ? "" : $" where {TypeText.Parameter(parameter)} : {string.Join(", ", constraints)}";
    }
}
