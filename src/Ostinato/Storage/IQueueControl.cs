namespace Ostinato.Storage;

/// <summary>Keeps what a person says of queues. It outlives every process.</summary>
/// <remarks>
/// A paused queue gives no claims; that is the store's. What the settings say is the engine's: a store keeps them as they came, and hands
/// them to every process with its heartbeat. Of several who change a queue at the same time one succeeds.
/// </remarks>
public interface IQueueControl
{
    /// <summary>Every queue that is paused or was ever changed, by name.</summary>
    ValueTask<IReadOnlyList<StoredQueue>> ListAsync(CancellationToken ct);

    /// <summary>Writes what is said of a queue, unless somebody else has written it since; running jobs finish.</summary>
    /// <param name="queue">As it shall be, with the revision that the caller saw; 0 for one that is not listed.</param>
    /// <param name="audit">The row to be written with the change, and only with one; null for none.</param>
    /// <param name="ct">Cancels before the store has begun.</param>
    /// <returns>Whether it was written.</returns>
    ValueTask<bool> WriteAsync(StoredQueue queue, NewAuditEntry? audit, CancellationToken ct);
}

/// <summary>What a person says of a queue, as a store keeps it.</summary>
public sealed record StoredQueue
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Changes with every writing; 0 before the first.</summary>
    public long Revision { get; init; }

    /// <summary>Whether claims are stopped.</summary>
    public bool IsPaused { get; init; }

    /// <summary>Since when. The store sets it where a queue is paused and this is null.</summary>
    public DateTimeOffset? PausedAt { get; init; }

    /// <summary>Who stopped them.</summary>
    public string? PausedBy { get; init; }

    /// <summary>Why.</summary>
    public string? PauseReason { get; init; }

    /// <summary>A JSON object; null where nothing is set.</summary>
    public string? Settings { get; init; }
}
