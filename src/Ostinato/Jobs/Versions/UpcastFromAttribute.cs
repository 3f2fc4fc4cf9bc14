using System.Text.Json.Nodes;

namespace Ostinato;

/// <summary>
/// Marks a method of a payload that turns what was stored under an earlier version into the next one: <c>[UpcastFrom(1)]</c> makes
/// version 2 of version 1.
/// </summary>
/// <remarks>
/// The method is static, internal or public, and changes the <see cref="JsonObject"/> that it is given. There is one for every version
/// from <see cref="JobAttribute.OldestVersion"/> up to the one before <see cref="JobAttribute.Version"/>; they run one after the other,
/// before the payload is read, each time that it is read. What one throws sets the job aside.
/// </remarks>
/// <param name="version">The version that the method is given, from 1.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UpcastFromAttribute(int version) : Attribute
{
    /// <summary>The version that the method is given.</summary>
    public int Version { get; } = version;
}
