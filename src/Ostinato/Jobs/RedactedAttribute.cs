namespace Ostinato;

/// <summary>Keeps the value of a member of a payload or a result out of what Ostinato shows: it is stored as it is.</summary>
/// <remarks>
/// On a property, or on the parameter of a record that stands for one, at any depth. Answers of <see cref="IJobAdmin"/> show
/// <c>"[redacted]"</c>, also in processes without the code of the job, and searches do not find a job by it. What a handler logs or throws
/// is its own.
/// </remarks>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class RedactedAttribute : Attribute;
