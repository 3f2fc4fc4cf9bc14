using Microsoft.CodeAnalysis;

namespace Ostinato.Generators;

/// <summary>Where null may stand, by annotations and the attributes that refine them.</summary>
internal static class JsonNullability
{
    private const string Namespace = "System.Diagnostics.CodeAnalysis.";

    public static bool CanGiveNull(IPropertySymbol property) => property.Type.IsValueType
        || (!Attributes.Has(property, Namespace + "NotNullAttribute")
            && (Attributes.Has(property, Namespace + "MaybeNullAttribute") || CanBeNull(property.Type, property.OriginalDefinition.Type)));

    public static bool CanTakeNull(IPropertySymbol property) =>
        property.Type.IsValueType || CanTakeNull(property, property.Type, property.OriginalDefinition.Type);

    public static bool CanTakeNull(IParameterSymbol parameter) => parameter.Type.IsValueType
        ? parameter.Type.OriginalDefinition.SpecialType is SpecialType.System_Nullable_T
        : CanTakeNull(parameter, parameter.Type, parameter.OriginalDefinition.Type);

    private static bool CanTakeNull(ISymbol member, ITypeSymbol type, ITypeSymbol declared) =>
        !Attributes.Has(member, Namespace + "DisallowNullAttribute")
        && (Attributes.Has(member, Namespace + "AllowNullAttribute") || CanBeNull(type, declared));

    private static bool CanBeNull(ITypeSymbol type, ITypeSymbol declared) =>
        type.NullableAnnotation is not NullableAnnotation.NotAnnotated || declared is ITypeParameterSymbol { HasNotNullConstraint: false };
}
