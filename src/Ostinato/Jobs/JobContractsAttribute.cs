namespace Ostinato;

/// <summary>Says that the handlers of this assembly's payloads live in other assemblies.</summary>
/// <remarks>
/// Mark the assembly that several applications share to enqueue and to run the same jobs: <c>[assembly: JobContracts]</c>.
/// Without it a payload that has no handler in its own assembly is a compile error (OST004).
/// </remarks>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class JobContractsAttribute : Attribute;
