using System.Text.Json.Serialization.Metadata;
using Ostinato.Privacy;
using Ostinato.Storage;

namespace Ostinato;

/// <summary>What is known of one kind of job: its wire name, its serializer, and what its attributes say.</summary>
/// <remarks>The generator writes these; <see cref="JobDefinition{TJob}"/> is for registration by hand.</remarks>
public abstract class JobDefinition
{
    private readonly Lazy<JobPrivacy> _privacy;

    private protected JobDefinition(string name, Type payloadType)
    {
        JobName.Validate(name, payloadType);
        Name = name;
        PayloadType = payloadType;
        _privacy = new(() => JobPrivacy.Of(Json, Result));
    }

    /// <summary>The wire name.</summary>
    public string Name { get; }

    /// <summary>The type of the payload.</summary>
    public Type PayloadType { get; }

    /// <summary>The version of the payload, 1 to 999. Default 1.</summary>
    public int Version { get; init; } = 1;

    /// <summary>The oldest version that is still read, 1 to <see cref="Version"/>. Default 1.</summary>
    public int OldestVersion { get; init; } = 1;

    /// <summary>How payloads of older versions become newer ones: one for each version before the last.</summary>
    public IReadOnlyList<JobUpcaster> Upcasters { get; init; } = [];

    /// <summary>Wire names that it had before, under which jobs may still be stored. Default: none.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>The queue of calls that name none. Default <c>default</c>.</summary>
    public string Queue { get; init; } = JobDefaults.Queue;

    /// <summary>The priority of calls that name none, 0 first to 9 last. Default 4.</summary>
    public int Priority { get; init; } = JobDefaults.Priority;

    /// <summary>How many attempts may fail before the job is discarded. Default 20.</summary>
    public int MaxAttempts { get; init; } = JobDefaults.MaxAttempts;

    /// <summary>How long one attempt may run, 1 ms to 49 days. Default: no limit.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>How long after it may run first a job is worth starting, 1 ms to 10 years. Default: for ever.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>Whether the deadline also stops an attempt that runs. Default false.</summary>
    public bool StopAtDeadline { get; init; }

    /// <summary>
    /// How long a job is kept once it has ended, 1 ms to 36,525 days. Default: as long as <see cref="RetentionOptions"/> says.
    /// </summary>
    public TimeSpan? KeepFor { get; init; }

    /// <summary>The wait between attempts. Default <see cref="Ostinato.Backoff.Default"/>.</summary>
    public Backoff Backoff { get; init; } = Backoff.Default;

    /// <summary>When two jobs of this kind are the same. Default: never.</summary>
    public UniqueRule? Unique { get; init; }

    /// <summary>How a stored result is written and read; null when the handler returns nothing.</summary>
    public JsonTypeInfo? Result { get; init; }

    /// <summary>How checkpoints are written and read; null where the payload says nothing of them.</summary>
    public JsonTypeInfo? Checkpoint { get; init; }

    /// <summary>The wire name and those that it had before.</summary>
    internal IEnumerable<string> Names => Aliases.Prepend(Name);

    /// <summary>The name under which new jobs are stored.</summary>
    internal string StoredAs => field ??= StoredName.Of(Name, Version).ToString();

    /// <summary>Every name and version that can be read.</summary>
    internal IEnumerable<StoredName> Readable =>
        from name in Names
        from version in Enumerable.Range(OldestVersion, Version - OldestVersion + 1)
        select StoredName.Of(name, version);

    /// <summary>How payloads are written and read.</summary>
    internal abstract JsonTypeInfo Json { get; }

    /// <summary>Which members of the payload and of the result are private.</summary>
    internal JobPrivacy Privacy => _privacy.Value;

    /// <summary>Whether the payload, or a part of it, has a text that makes it unique.</summary>
    internal virtual bool HasUniqueKey => false;

    /// <summary>Reads a payload that was stored under a version, and decrypted since.</summary>
    /// <exception cref="UpcastException">It could not be turned into the version that the code knows.</exception>
    internal object Read(int version, ReadOnlySpan<byte> payload) =>
        version == Version ? Deserialize(payload) : UpcastChain.Read(this, version, payload);

    internal abstract byte[] Serialize(object payload);

    internal abstract object Deserialize(ReadOnlySpan<byte> payload);

    /// <summary>The text that makes two payloads the same, or null where the bytes of the payload do.</summary>
    internal abstract string? UniqueKeyOf(object payload);
}
