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
        var names = new TypeParameterNames(declared.ContainingType);
        var target = names.TextOf(declared.ContainingType);
        return Of(
            property.ContainingType,
            names,
            "void",
            $"{(declared.ContainingType.IsValueType ? "ref " : "")}{target} target, {names.TextOf(declared.Type)} value");
    }

    public static AccessorModel OfConstructor(IMethodSymbol constructor)
    {
        var declared = constructor.OriginalDefinition;
        var names = new TypeParameterNames(declared.ContainingType);
        var parameters = declared.Parameters.Select((parameter, i) =>
            $"{(parameter.RefKind is RefKind.In ? "in " : "")}{names.TextOf(parameter.Type)} p{i}");
        return Of(constructor.ContainingType, names, names.TextOf(declared.ContainingType), string.Join(", ", parameters));
    }

    private static AccessorModel Of(INamedTypeSymbol type, TypeParameterNames names, string returnType, string signature) => new(
        Brackets(names.Parameters.Select(names.TextOf)),
        Brackets(TypeParameterNames.FromOutside(type).SelectMany(t => t.TypeArguments).Select(TypeText.Of)),
        string.Concat(names.Parameters.Select(parameter => ConstraintsOf(parameter, names))),
        returnType,
        signature);

    private static string Brackets(IEnumerable<string> names) => string.Join(", ", names) is { Length: > 0 } list ? $"<{list}>" : "";

    private static string ConstraintsOf(ITypeParameterSymbol parameter, TypeParameterNames names)
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

        constraints.AddRange(parameter.ConstraintTypes.Select(names.TextOf));
        if (parameter.HasConstructorConstraint)
        {
            constraints.Add("new()");
        }

        return constraints.Count == 0 ? "" : $" where {names.TextOf(parameter)} : {string.Join(", ", constraints)}";
    }
}
