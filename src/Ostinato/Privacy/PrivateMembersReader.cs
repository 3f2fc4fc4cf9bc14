using System.Reflection;
using System.Text.Json.Serialization.Metadata;

namespace Ostinato.Privacy;

/// <summary>Finds private members in the metadata by which a payload is written, whoever made it: the generators or reflection.</summary>
internal sealed class PrivateMembersReader
{
    private readonly Dictionary<Type, PrivateMembers> _types = [];

    public PrivateMembers? Read(JsonTypeInfo json)
    {
        var root = Node(json);
        while (_types.Values.Any(type => type.Learn()))
        {
            // What a type learns, those that contain it learn in the next round.
        }

        return root is { HoldsAny: true } ? root : null;
    }

    private PrivateMembers? Node(JsonTypeInfo json)
    {
        if (_types.TryGetValue(json.Type, out var known))
        {
            return known;
        }

        var node = _types[json.Type] = new PrivateMembers();
        if (Nullable.GetUnderlyingType(json.Type) is { } value)
        {
            // It is written as its value.
            node.AddOther(Node(value, json));
        }
        else if (json.Kind is JsonTypeInfoKind.Object)
        {
            AddProperties(json, node);
        }
        else if (json.ElementType is { } element)
        {
            node.AddElements(Node(element, json));
        }

        foreach (var derived in json.PolymorphismOptions?.DerivedTypes ?? [])
        {
            if (derived.DerivedType != json.Type)
            {
                node.AddOther(Node(derived.DerivedType, json));
            }
        }

        return node;
    }

    private void AddProperties(JsonTypeInfo json, PrivateMembers node)
    {
        foreach (var property in json.Properties)
        {
            var secrecy = SecrecyOf(property);
            if (secrecy is not Secrecy.None && property.IsExtensionData)
            {
                throw new OstinatoConfigurationException(
                    $"{json.Type.Name}.{property.Name} takes the members that nobody knows and cannot be private as a whole. "
                    + "Mark members of their own names.");
            }

            var isOpaque = property.CustomConverter is not null || IsOfFramework(property.PropertyType);
            node.Add(property.Name, new PrivateMember(secrecy, isOpaque ? null : Node(property.PropertyType, json)));
        }
    }

    private PrivateMembers? Node(Type type, JsonTypeInfo of)
    {
        try
        {
            return Node(of.Options.GetTypeInfo(type));
        }
        catch (Exception error) when (error is NotSupportedException or InvalidOperationException)
        {
            // It cannot be written at all, as the serializer will say to whoever tries.
            return null;
        }
    }

    // Some of its types reach very far, and none is marked; what is generic or an array holds types of others.
    private static bool IsOfFramework(Type type) =>
        !type.IsGenericType && !type.IsArray && type.Assembly == typeof(object).Assembly;

    private static Secrecy SecrecyOf(JsonPropertyInfo property) =>
        Has<EncryptedAttribute>(property) ? Secrecy.Encrypted : Has<RedactedAttribute>(property) ? Secrecy.Redacted : Secrecy.None;

    // On a parameter of a record an attribute belongs to the parameter, unless it says otherwise.
    private static bool Has<T>(JsonPropertyInfo property)
        where T : Attribute => Has<T>(property.AttributeProvider) || Has<T>(property.AssociatedParameter?.AttributeProvider);

    private static bool Has<T>(ICustomAttributeProvider? provider)
        where T : Attribute => provider switch
        {
            null => false,
            // What it overrides may be marked.
            MemberInfo member => Attribute.IsDefined(member, typeof(T), inherit: true),
            _ => provider.IsDefined(typeof(T), inherit: true),
        };
}
