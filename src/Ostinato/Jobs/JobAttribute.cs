using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Ostinato;

/// <summary>Marks a payload type as a job and gives it the name under which it is stored.</summary>
/// <remarks>
/// The wire name is a contract with every row already stored and every process already running; the C# name is free to change.
/// Durations are written in the constant format of <see cref="TimeSpan"/>: <c>"00:02:00"</c> is two minutes.
/// </remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class JobAttribute(string name) : Attribute
{
    /// <summary>The wire name: 1 to 100 characters of <c>a–z A–Z 0–9 . _ : -</c>, for ever.</summary>
    public string Name { get; } = name;

    /// <summary>
    /// The version of the payload, 1 to 999. Default 1. Raise it with every change after which a payload of before could not be read, and
    /// mark a method of the payload with <see cref="UpcastFromAttribute"/> that makes the new version of the one before.
    /// </summary>
    public int Version { get; set; } = 1;

    /// <summary>
    /// The oldest version that is still read, 1 to <see cref="Version"/>. Default 1. Raise it where no older job is left, to drop the
    /// upcasters from there; older jobs that turn up are set aside.
    /// </summary>
    public int OldestVersion { get; set; } = 1;

    /// <summary>The queue the job waits in unless the call names another. Default <c>default</c>.</summary>
    public string Queue { get; set; } = JobDefaults.Queue;

    /// <summary>0 runs first, 9 last. Default 4.</summary>
    public int Priority { get; set; } = JobDefaults.Priority;

    /// <summary>How many attempts may fail before the job is discarded. Default 20, at least 1.</summary>
    public int MaxAttempts { get; set; } = JobDefaults.MaxAttempts;

    /// <summary>
    /// How long one attempt may run until its token is cancelled, as <c>"hh:mm:ss"</c>, 1 ms to 49 days. Default: no limit.
    /// </summary>
    public string? Timeout { get; set; }

    /// <summary>
    /// How long after it may run first the job is worth starting, as <c>"hh:mm:ss"</c>, 1 ms to 10 years; then it is discarded. Default:
    /// for ever.
    /// </summary>
    public string? Deadline { get; set; }

    /// <summary>Whether the deadline also stops an attempt that runs, as its timeout would. Default false.</summary>
    public bool StopAtDeadline { get; set; }

    /// <summary>
    /// How long jobs of this kind are kept once they have ended, however they did, as <c>"hh:mm:ss"</c>, 1 ms to 36,525 days. What the
    /// configuration says of the kind (<see cref="RetentionOptions.Kinds"/>) goes before. Default: as long as jobs of other kinds.
    /// </summary>
    /// <remarks>
    /// It is known to workers that have the code of the job. One that has not removes its jobs as any other: name the kind in its
    /// configuration.
    /// </remarks>
    public string? KeepFor { get; set; }

    /// <summary>The <see cref="JsonSerializerContext"/> that writes and reads this payload. Default: metadata that is generated.</summary>
    /// <remarks>For payloads beyond the generator (OST012). The context lists the payload with <c>[JsonSerializable]</c>.</remarks>
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)]
    public Type? JsonContext { get; set; }
}
