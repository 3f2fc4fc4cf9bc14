namespace Ostinato.Generators;

/// <summary>A payload type and what its attributes say. Members are null where the default holds.</summary>
internal sealed record JobModel(string Type, string WireName)
{
    public EquatableArray<string> Aliases { get; init; }

    public int? Version { get; init; }

    public int? OldestVersion { get; init; }

    public EquatableArray<UpcasterModel> Upcasters { get; init; }

    public string? Queue { get; init; }

    public int? Priority { get; init; }

    public int? MaxAttempts { get; init; }

    public long? TimeoutTicks { get; init; }

    public long? DeadlineTicks { get; init; }

    public bool StopsAtDeadline { get; init; }

    public long? KeepForTicks { get; init; }

    public BackoffModel? Backoff { get; init; }

    public UniqueModel? Unique { get; init; }

    /// <summary>The type that <c>IJobResult&lt;T&gt;</c> names.</summary>
    public ResultModel? Result { get; init; }

    /// <summary>The type that <c>IJobCheckpoint&lt;T&gt;</c> names.</summary>
    public ResultModel? Checkpoint { get; init; }

    /// <summary>How to get the type's JSON metadata out of a context of the user's own; null where it is generated.</summary>
    public string? JsonContext { get; init; }

    /// <summary>Every type that the payload is made of, itself included.</summary>
    public EquatableArray<JsonTypeModel> JsonTypes { get; init; }
}

/// <param name="Shape">The name of the factory of <c>Backoff</c>.</param>
/// <param name="Jitter">The literal.</param>
internal sealed record BackoffModel(string Shape, long InitialTicks, long MaxTicks, string Jitter);

/// <param name="While">The states as a number, or null for the default.</param>
/// <param name="Key">The expression that makes the key of <c>payload</c>, or null for the whole payload.</param>
internal sealed record UniqueModel(int? While, long? ForTicks, string? Key, int? Replace);

/// <param name="Type">The type of the result, or of a checkpoint.</param>
/// <param name="JsonContext">The context of the user's own that knows it; null where the metadata is generated.</param>
internal sealed record ResultModel(string Type, string? JsonContext, EquatableArray<JsonTypeModel> JsonTypes);
