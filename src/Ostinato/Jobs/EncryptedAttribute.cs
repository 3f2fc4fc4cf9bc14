namespace Ostinato;

/// <summary>Keeps the value of a member of a payload or a result from everybody who can read the store: it is stored encrypted.</summary>
/// <remarks>
/// <para>
/// On a property, or on the parameter of a record that stands for one, at any depth. The value is written as AES-256-GCM under the current
/// key of <see cref="OstinatoBuilder.Encryption"/>, beside the id of that key, and bound to the wire name of the job and to its place in
/// the payload. Handlers get it as it was. Answers of <see cref="IJobAdmin"/> show <c>"[encrypted]"</c>.
/// </para>
/// <para>The names of members, the length of a value and the number of elements of a list can still be seen.</para>
/// </remarks>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class EncryptedAttribute : Attribute;
