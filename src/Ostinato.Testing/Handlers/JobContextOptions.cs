namespace Ostinato.Testing;

/// <summary>What the context of a handler under test says. Members that are left out fall back to the attributes of the payload.</summary>
public sealed record JobContextOptions
{
    /// <summary>The id. Default 1.</summary>
    public JobId Id { get; init; } = new(1);

    /// <summary>The wire name. Default: of the payload's attribute, or else <c>test</c>.</summary>
    public string? Name { get; init; }

    /// <summary>In which version the payload is said to have been stored. Default: of the payload's attribute, or else 1.</summary>
    public int? StoredVersion { get; init; }

    /// <summary>Which attempt this is, from 1. Default 1.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>How many attempts may fail.</summary>
    public int? MaxAttempts { get; init; }

    /// <summary>The queue.</summary>
    public string? Queue { get; init; }

    /// <summary>0 first to 9 last.</summary>
    public int? Priority { get; init; }

    /// <summary>The tags of the enqueue call.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The metadata of the enqueue call.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>When the job was stored and could have started. Default: where a <see cref="FakeTimeProvider"/> starts.</summary>
    public DateTimeOffset EnqueuedAt { get; init; } = new FakeTimeProvider().GetUtcNow();

    /// <summary>The services of the attempt. Default: none.</summary>
    public IServiceProvider? Services { get; init; }

    /// <summary>What an earlier attempt stored as its checkpoint. Default: nothing.</summary>
    public object? Checkpoint { get; init; }

    /// <summary>Why the token was cancelled, for a handler that asks. Default <see cref="StopReason.None"/>.</summary>
    public StopReason StopReason { get; init; }
}
