using Microsoft.CodeAnalysis;

namespace Ostinato.Generators;

/// <summary>A unique key template such as <c>"{TenantId}/{Region}"</c>: its parts, or what is wrong with it.</summary>
internal sealed class UniqueKey
{
    private readonly List<(string? Literal, IPropertySymbol? Property)> _parts = [];

    /// <summary>What is wrong with the template; null where nothing is.</summary>
    public string? Problem { get; private set; }

    /// <summary>The properties that it names.</summary>
    public IEnumerable<IPropertySymbol> Properties => _parts.Select(part => part.Property).OfType<IPropertySymbol>();

    public static UniqueKey Parse(string template, ITypeSymbol payload)
    {
        var key = new UniqueKey();
        var rest = template;
        while (rest.IndexOf('{') is >= 0 and var open && key.Problem is null)
        {
            var close = rest.IndexOf('}', open);
            if (close < 0)
            {
                key.Problem = "a brace is not closed";
                break;
            }

            key._parts.Add((rest.Substring(0, open), null));
            key.AddProperty(rest.Substring(open + 1, close - open - 1), payload);
            rest = rest.Substring(close + 1);
        }

        key._parts.Add((rest, null));
        return key;
    }

    /// <summary>The expression that makes the key of <c>payload</c>.</summary>
    public string Expression()
    {
        var terms = _parts
            .Where(part => part.Literal != "")
            .Select(part => part.Literal is { } literal
                ? TypeText.Literal(literal)
                : $"UniqueKeyText.Of(payload.{TypeText.Identifier(part.Property!.Name)})")
            .ToList();
        return terms.Count == 0 ? "\"\"" : string.Join(" + ", terms);
    }

    private void AddProperty(string name, ITypeSymbol payload)
    {
        var found = PayloadProperties.Of(payload).FirstOrDefault(property =>
            string.Equals(property.Name, name, StringComparison.OrdinalIgnoreCase)
            && property.GetMethod is { DeclaredAccessibility: Accessibility.Public });
        Problem = found switch
        {
            null => $"it has no property '{name}'",
            _ when !HasText(found.Type) => $"'{found.Name}' has no text of its own",
            _ => null,
        };
        _parts.Add((null, found));
    }

    /// <summary>Whether different values of a type give different texts, as far as that can be seen from here.</summary>
    private static bool HasText(ITypeSymbol type)
    {
        // A Nullable<T> has the text of its value.
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: [var value] })
        {
            return HasText(value);
        }

        if (type is { TypeKind: TypeKind.Enum } or { SpecialType: SpecialType.System_String })
        {
            return true;
        }

        var isTextless = type.SpecialType is SpecialType.System_Object || IsSequence(type) || type.AllInterfaces.Any(IsSequence);
        return !isTextless && (type.TypeKind is TypeKind.Interface || OverridesToString(type));
    }

    private static bool IsSequence(ITypeSymbol type) => type.SpecialType is SpecialType.System_Collections_IEnumerable;

    private static bool OverridesToString(ITypeSymbol type)
    {
        for (var current = type; current is not null && !PayloadProperties.IsRoot(current); current = current.BaseType)
        {
            if (current.GetMembers("ToString").OfType<IMethodSymbol>().Any(method => method.IsOverride))
            {
                return true;
            }
        }

        return false;
    }
}
