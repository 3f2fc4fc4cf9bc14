using Microsoft.CodeAnalysis;

namespace Ostinato.Generators;

/// <summary>The properties of one object.</summary>
internal sealed class JsonProperties(
    INamedTypeSymbol type, IMethodSymbol constructor, Dictionary<string, IParameterSymbol> bound, JsonShape shape)
{
    private readonly bool _requires = !JsonConstructors.SetsRequiredMembers(constructor);

    public IEnumerable<JsonPropertyModel> Read(List<IPropertySymbol> properties)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var property in properties)
        {
            if (!names.Add(JsonAttributes.Name(property) ?? property.Name))
            {
                shape.Report(property, $"another property of {TypeText.ForPeople(type)} is written under the same name");
            }
            else if (Problem(property) is { } problem)
            {
                shape.Report(property, problem);
            }
            else if (IsOpen(property.GetMethod) || IsOpen(property.SetMethod))
            {
                yield return Read(property);
            }
        }
    }

    private JsonPropertyModel Read(IPropertySymbol property)
    {
        var converter = JsonConverters.Of(property, property.Type, shape, property);
        if (JsonAttributes.Converter(property) is null)
        {
            shape.Add(property.Type, property);
        }

        var setter = SetterOf(property);
        return new JsonPropertyModel(property.Name, TypeText.Of(property.Type), TypeText.Of(property.ContainingType))
        {
            JsonName = JsonAttributes.Name(property),
            Converter = converter,
            CanRead = IsOpen(property.GetMethod),
            Setter = setter,
            Accessor = setter is JsonSetter.Accessor ? Accessors.OfSetter(property) : null,
            IsRequired = (property.IsRequired && _requires) || JsonAttributes.IsRequired(property),
            IsGetNullable = JsonNullability.CanGiveNull(property),
            IsSetNullable = JsonNullability.CanTakeNull(property),
            IgnoreCondition = JsonAttributes.IgnoreCondition(property),
            Order = JsonAttributes.Order(property),
            Privacy = PrivateMarks.Of(property, bound.TryGetValue(property.Name, out var parameter) ? parameter : null),
        };
    }

    private JsonSetter SetterOf(IPropertySymbol property) => property.SetMethod switch
    {
        _ when bound.ContainsKey(property.Name) => JsonSetter.None,
        { IsInitOnly: true } setter when IsOpen(setter) => JsonSetter.Accessor,
        { } setter when IsOpen(setter) => JsonSetter.Assign,
        _ => JsonSetter.None,
    };

    private string? Problem(IPropertySymbol property) => property switch
    {
        { ReturnsByRef: true } or { ReturnsByRefReadonly: true } => "it returns a reference",
        _ when JsonAttributes.Unsupported(property) is { } attribute => $"[{attribute}] is not supported",
        _ when JsonAttributes.IgnoreCondition(property) is "WhenWritingNull" or "WhenWritingDefault" && MustBeThere(property) =>
            "it may be left out when it is written, but it must be there to be read; give the constructor parameter a default",
        _ when IsOpen(property.GetMethod) && !IsOpen(property.SetMethod) && !bound.ContainsKey(property.Name) && IsStored(property) =>
            "it would be written but never read back; give it a public setter or init accessor, or a constructor parameter",
        _ => null,
    };

    /// <summary>A computed property may well have no setter; one that holds a value may not.</summary>
    private static bool IsStored(IPropertySymbol property) => property.ContainingType.OriginalDefinition.GetMembers()
        .OfType<IFieldSymbol>()
        .Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property.OriginalDefinition));

    private bool MustBeThere(IPropertySymbol property) =>
        (bound.TryGetValue(property.Name, out var parameter) && !parameter.HasExplicitDefaultValue) || property.IsRequired;

    private static bool IsOpen(IMethodSymbol? accessor) => accessor is { DeclaredAccessibility: Accessibility.Public };
}
