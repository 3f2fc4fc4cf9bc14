using Microsoft.CodeAnalysis;

namespace Ostinato.Generators;

/// <summary>Converters that a type or a property names in <c>[JsonConverter]</c>.</summary>
internal static class JsonConverters
{
    private const string StringEnum = "System.Text.Json.Serialization.JsonStringEnumConverter";

    /// <summary>The expression of the converter; null where none is named or it cannot be used.</summary>
    /// <param name="bearer">The type or property with the attribute.</param>
    /// <param name="type">What is converted.</param>
    /// <param name="shape">Takes the problems.</param>
    /// <param name="member">Where the type was met.</param>
    public static string? Of(ISymbol bearer, ITypeSymbol type, JsonShape shape, ISymbol member)
    {
        if (JsonAttributes.Converter(bearer) is not { } converter)
        {
            return null;
        }

        if (Problem(converter, shape) is { } problem)
        {
            shape.Report(member, problem);
            return null;
        }

        return type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: [var value] }
            ? $"JobJsonConverter.OfNullable<{TypeText.Of(value)}>(new {TypeText.Of(converter)}(), options)"
            : $"JobJsonConverter.Of<{TypeText.Of(type)}>(new {TypeText.Of(converter)}(), options)";
    }

    private static string? Problem(INamedTypeSymbol converter, JsonShape shape) => converter switch
    {
        { IsUnboundGenericType: true } => $"its converter {converter.Name} is an open generic type",
        { IsGenericType: false } when KnownNames.Is(converter, StringEnum) =>
            "JsonStringEnumConverter needs reflection; name JsonStringEnumConverter<TEnum> instead",
        _ when !shape.IsReachable(converter) || !converter.InstanceConstructors.Any(c => c.Parameters.IsEmpty && shape.IsReachable(c)) =>
            $"its converter {converter.Name} has no accessible constructor without parameters",
        _ => null,
    };
}
