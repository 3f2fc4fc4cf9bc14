using System.Text;

namespace Ostinato.Generators;

/// <summary>A name for the methods of every type: <c>List&lt;global::Billing.Order&gt;</c> becomes <c>ListOrder</c>.</summary>
/// <remarks>It has no underscore, so what follows one cannot be mistaken for a part of it, and it begins with a letter.</remarks>
internal static class TypeNames
{
    public static Dictionary<string, string> Of(IEnumerable<JsonTypeModel> types)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var type in types)
        {
            var name = Short(type.Type);
            var unique = name;
            for (var i = 2; !taken.Add(unique); i++)
            {
                unique = $"{name}{i}";
            }

            names.Add(type.Type, unique);
        }

        return names;
    }

    private static string Short(string type)
    {
        var name = new StringBuilder();
        foreach (var part in type.Replace("[]", "_Array").Replace("?", "_Nullable").Split('<', '>', ',', ' '))
        {
            var last = part.Substring(Math.Max(part.LastIndexOf('.'), part.LastIndexOf(':')) + 1);
            name.Append(last.Length == 0 ? "" : char.ToUpperInvariant(last[0]) + last.Substring(1));
        }

        name.Replace("_", "").Replace("@", "");
        return name.Length > 0 && char.IsLetter(name[0]) ? name.ToString() : $"Type{name}";
    }
}
