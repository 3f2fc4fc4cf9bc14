using System.ComponentModel;
using System.Reflection;

namespace Ostinato;

/// <summary>Tells the metadata of a member that it is private, without reflection. Called by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class JobMemberMark
{
    /// <summary>The member has <see cref="EncryptedAttribute"/>.</summary>
    public static ICustomAttributeProvider Encrypted { get; } = new Mark(new EncryptedAttribute());

    /// <summary>The member has <see cref="RedactedAttribute"/>.</summary>
    public static ICustomAttributeProvider Redacted { get; } = new Mark(new RedactedAttribute());

    private sealed class Mark(Attribute attribute) : ICustomAttributeProvider
    {
        public object[] GetCustomAttributes(bool inherit) => [attribute];

        public object[] GetCustomAttributes(Type attributeType, bool inherit) => IsDefined(attributeType, inherit) ? [attribute] : [];

        public bool IsDefined(Type attributeType, bool inherit) => attributeType.IsInstanceOfType(attribute);
    }
}
