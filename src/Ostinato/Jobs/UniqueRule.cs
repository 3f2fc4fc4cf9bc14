namespace Ostinato;

/// <summary>How long a job holds its unique key.</summary>
/// <param name="While">The states in which it holds the key.</param>
/// <param name="For">How long after its enqueue it holds the key; null for as long as <paramref name="While"/> says.</param>
public sealed record UniqueRule(JobStates While = JobStates.Incomplete, TimeSpan? For = null);
