namespace Ostinato;

/// <summary>Lets only one job with the same key exist at a time; a second enqueue returns the first job.</summary>
/// <remarks>Enforced by a constraint of the store, in single, bulk and transactional enqueue alike.</remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class UniqueAttribute : Attribute
{
    /// <summary>
    /// What makes two payloads the same: text with property names in braces, such as <c>"{TenantId}"</c>. Default: the whole payload.
    /// </summary>
    public string? Key { get; set; }

    /// <summary>The states in which the first job holds the key. Default <see cref="JobStates.Incomplete"/>.</summary>
    public JobStates While { get; set; } = JobStates.Incomplete;

    /// <summary>
    /// How long after its enqueue the first job holds the key, as <c>"hh:mm:ss"</c>. Default: for as long as <see cref="While"/> says.
    /// </summary>
    public string? For { get; set; }

    /// <summary>
    /// What a second enqueue replaces of the first job, as long as that one waits, in the same transaction. Default: nothing.
    /// </summary>
    public UniqueReplace Replace { get; set; }
}
