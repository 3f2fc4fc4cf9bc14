namespace Ostinato.Storage;

/// <summary>What is to change of a job that waits. Members that are left out stay as they are.</summary>
public sealed record JobUpdate
{
    /// <summary>When it may run; past means at once.</summary>
    public DueTime? Due { get; init; }

    /// <summary>0 first to 9 last.</summary>
    public int? Priority { get; init; }

    /// <summary>The queue.</summary>
    public string? Queue { get; init; }

    /// <summary>The payload in UTF-8 JSON.</summary>
    public ReadOnlyMemory<byte>? Payload { get; init; }

    /// <summary>What travels with it.</summary>
    public HeadersUpdate? Headers { get; init; }
}

/// <summary>Other headers for a job.</summary>
/// <param name="Wanted">What they shall be; empty for none.</param>
/// <param name="Seen">What the caller saw. Where they have changed since, nothing is changed. Null: whatever they are.</param>
public sealed record HeadersUpdate(ReadOnlyMemory<byte> Wanted, ReadOnlyMemory<byte>? Seen)
{
    /// <summary>Whether the caller saw what is there.</summary>
    public bool IsUpToDate(ReadOnlySpan<byte> stored) => Seen is not { } seen || seen.Span.SequenceEqual(stored);
}
