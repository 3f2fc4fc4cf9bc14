using System.Reflection;
using System.Text;
using System.Text.Json.Serialization.Metadata;
using Ostinato.Privacy;

namespace Ostinato;

/// <summary>Text with property names in braces, such as <c>"{TenantId}/{Region}"</c>, read by way of the payload's JSON metadata.</summary>
/// <remarks>The generator compiles templates to an interpolated string; this serves registration by hand with the same outcome.</remarks>
internal static class UniqueKeyTemplate
{
    public static Func<TJob, string> Compile<TJob>(string template, JsonTypeInfo<TJob> json)
    {
        var parts = Parse(template, json);
        return job =>
        {
            var text = new StringBuilder();
            foreach (var part in parts)
            {
                text.Append(part(job!));
            }

            return text.ToString();
        };
    }

    private static List<Func<object, string>> Parse(string template, JsonTypeInfo json)
    {
        var parts = new List<Func<object, string>>();
        var rest = template;
        while (rest.IndexOf('{', StringComparison.Ordinal) is >= 0 and var open)
        {
            var close = rest.IndexOf('}', open);
            if (close < 0)
            {
                throw Bad(template, json, "a brace is not closed");
            }

            var literal = rest[..open];
            parts.Add(_ => literal);
            parts.Add(Property(rest[(open + 1)..close], template, json));
            rest = rest[(close + 1)..];
        }

        var tail = rest;
        parts.Add(_ => tail);
        return parts;
    }

    private static Func<object, string> Property(string name, string template, JsonTypeInfo json)
    {
        var found = Find(name, json);
        var get = found?.Get ?? throw Bad(template, json, $"it has no property '{name}'");
        if (PrivateMembers.Of(json)?.Find(found.Name) is { Secrecy: Secrecy.Encrypted } or { Inside.HoldsEncrypted: true })
        {
            throw Bad(template, json, $"'{found.Name}' is encrypted, and the hash of the key would tell whether a guess is right");
        }

        return job => UniqueKeyText.Of(get(job));
    }

    /// <summary>By the name in the code, as the generator does, or else by the name in JSON.</summary>
    private static JsonPropertyInfo? Find(string name, JsonTypeInfo json) =>
        json.Properties.FirstOrDefault(property => property.AttributeProvider is MemberInfo member && IsSame(member.Name, name))
        ?? json.Properties.FirstOrDefault(property => IsSame(property.Name, name));

    private static bool IsSame(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    private static OstinatoConfigurationException Bad(string template, JsonTypeInfo json, string what) => new(
        $"The unique key \"{template}\" of {json.Type.Name} cannot be used: {what}. Name public properties of the payload in braces.");
}
