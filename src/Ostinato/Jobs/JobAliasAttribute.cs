namespace Ostinato;

/// <summary>A wire name that a payload had before: jobs that were stored under it are read and run as this one.</summary>
/// <remarks>
/// New jobs are stored under the name of <see cref="JobAttribute"/>. Processes that do not know that name yet set such jobs aside, and
/// they run when one does; to rename without a gap, deploy the alias first, under the old name, and swap the two afterwards. Unique keys
/// belong to a name: while jobs under both wait, each counts its own.
/// </remarks>
/// <param name="name">The earlier name, in the alphabet of wire names.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false, AllowMultiple = true)]
public sealed class JobAliasAttribute(string name) : Attribute
{
    /// <summary>The earlier name.</summary>
    public string Name { get; } = name;
}
