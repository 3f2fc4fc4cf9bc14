using Microsoft.CodeAnalysis;

namespace Ostinato.Generators;

/// <summary>The constructor that makes an object while it is read: the one System.Text.Json would choose.</summary>
internal static class JsonConstructors
{
    public static IMethodSymbol? Choose(INamedTypeSymbol type, out string? problem)
    {
        problem = null;
        var marked = type.InstanceConstructors.Where(JsonAttributes.IsConstructor).ToList();
        var open = type.InstanceConstructors.Where(c => c.DeclaredAccessibility is Accessibility.Public && !IsOfPair(c)).ToList();
        var chosen = marked switch
        {
            [var one] => one,
            [] => open.FirstOrDefault(c => c.Parameters.IsEmpty) ?? (open.Count == 1 ? open[0] : null),
            _ => null,
        };
        problem = chosen switch
        {
            not null when chosen.Parameters.Any(parameter => parameter.RefKind is not (RefKind.None or RefKind.In)) =>
                $"the constructor of {TypeText.ForPeople(type)} has a ref or out parameter",
            not null => null,
            _ when open.Count == 0 && marked.Count == 0 =>
                $"{TypeText.ForPeople(type)} has no public constructor; add one, or mark one with [JsonConstructor]",
            _ => $"{TypeText.ForPeople(type)} has several constructors that could be meant; mark one with [JsonConstructor]",
        };
        return problem is null ? chosen : null;
    }

    /// <summary>Which property each parameter stands for: same name but for case, same type.</summary>
    public static Dictionary<string, IParameterSymbol> Bind(IMethodSymbol constructor, List<IPropertySymbol> properties, JsonShape shape)
    {
        var bound = new Dictionary<string, IParameterSymbol>(StringComparer.Ordinal);
        foreach (var parameter in constructor.Parameters)
        {
            var property = properties.FirstOrDefault(property => IsFor(parameter, property));
            if (property is null)
            {
                shape.Report(parameter, "no public property has the name and the type of this constructor parameter");
            }
            else
            {
                bound[property.Name] = parameter;
            }
        }

        return bound;
    }

    public static JsonParameterModel Read(IParameterSymbol parameter, Dictionary<string, IParameterSymbol> bound) => new(
        parameter.Name,
        TypeText.Of(parameter.Type),
        parameter.HasExplicitDefaultValue ? Literals.Of(parameter.ExplicitDefaultValue, parameter.Type) : null,
        JsonNullability.CanTakeNull(parameter));

    public static JsonCreatorModel CreatorOf(INamedTypeSymbol type, IMethodSymbol constructor, JsonShape shape)
    {
        var isDefault = type.IsValueType && constructor.IsImplicitlyDeclared && constructor.Parameters.IsEmpty;
        var needsAccessor = !isDefault
            && (!shape.IsReachable(constructor) || (HasRequiredMembers(type) && !SetsRequiredMembers(constructor)));
        return new JsonCreatorModel(needsAccessor ? Accessors.OfConstructor(constructor) : null, isDefault);
    }

    public static bool SetsRequiredMembers(IMethodSymbol constructor) =>
        Attributes.Has(constructor, "System.Diagnostics.CodeAnalysis.SetsRequiredMembersAttribute");

    private static bool IsFor(IParameterSymbol parameter, IPropertySymbol property) =>
        string.Equals(property.Name, parameter.Name, StringComparison.OrdinalIgnoreCase)
        && SymbolEqualityComparer.Default.Equals(property.Type, parameter.Type);

    /// <summary>The implicit constructor of KeyValuePair, whose properties have no setters.</summary>
    private static bool IsOfPair(IMethodSymbol constructor) =>
        constructor is { IsImplicitlyDeclared: true, ContainingType: { IsValueType: true, Name: "KeyValuePair" } };

    private static bool HasRequiredMembers(INamedTypeSymbol type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current.GetMembers().Any(member => member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true }))
            {
                return true;
            }
        }

        return false;
    }
}
