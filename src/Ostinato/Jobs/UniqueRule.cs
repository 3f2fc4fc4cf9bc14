namespace Ostinato;

/// <summary>How long a job holds its unique key.</summary>
/// <param name="While">The states in which it holds the key.</param>
/// <param name="For">How long after its enqueue it holds the key; null for as long as <paramref name="While"/> says.</param>
public sealed record UniqueRule(JobStates While = JobStates.Incomplete, TimeSpan? For = null)
{
    /// <summary>What a second enqueue replaces of the job that holds the key, as long as that one waits. Default: nothing.</summary>
    public UniqueReplace Replace { get; init; }
}
