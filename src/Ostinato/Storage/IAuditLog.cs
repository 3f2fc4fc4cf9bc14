namespace Ostinato.Storage;

/// <summary>Keeps what people did, for others to read and to undo.</summary>
/// <remarks>
/// What changes one job, queue or schedule takes its row with it and writes both or neither. What changes many writes its row before it
/// begins, and tells at its end what became of it.
/// </remarks>
public interface IAuditLog
{
    /// <summary>Writes a row at the store's time.</summary>
    /// <returns>Its number, or null: what it undoes was undone before.</returns>
    ValueTask<long?> AddAsync(NewAuditEntry entry, CancellationToken ct);

    /// <summary>Says how an action ended whose row was written before it began.</summary>
    ValueTask EndAsync(long id, AuditEnd end, CancellationToken ct);

    /// <summary>Rows that match, the newest first.</summary>
    ValueTask<IReadOnlyList<AuditEntry>> ListAsync(AuditFilter filter, CancellationToken ct);

    /// <summary>One row, with what is needed to undo it; null where there is none.</summary>
    ValueTask<StoredAuditEntry?> GetAsync(long id, CancellationToken ct);

    /// <summary>Removes rows that are older than an age, the oldest first.</summary>
    /// <param name="olderThan">The age.</param>
    /// <param name="limit">How many at the most; keeps the step short.</param>
    /// <param name="ct">Cancels before the store has begun.</param>
    /// <returns>How many were removed.</returns>
    ValueTask<int> PruneAsync(TimeSpan olderThan, int limit, CancellationToken ct);
}

/// <summary>A row to be written.</summary>
/// <param name="Actor">Who.</param>
/// <param name="Action">What was done; see <see cref="AuditActions"/>.</param>
/// <param name="Target">To what: a job, a queue, a schedule, or the words of a filter.</param>
public sealed record NewAuditEntry(string Actor, string Action, string Target)
{
    /// <summary>How many were changed.</summary>
    public long Count { get; init; } = 1;

    /// <summary>Why, in the words of whoever did it.</summary>
    public string? Reason { get; init; }

    /// <summary>What became of it.</summary>
    public string? Outcome { get; init; }

    /// <summary>The row that it undoes.</summary>
    public long? Undoes { get; init; }

    /// <summary>What is needed to undo it, in UTF-8 JSON; null where that cannot be done.</summary>
    public ReadOnlyMemory<byte>? Undo { get; init; }

    /// <summary>As it is once the outcome is known.</summary>
    /// <param name="outcome">What became of it.</param>
    /// <param name="canUndo">Whether what is known suffices to undo that.</param>
    public NewAuditEntry Ended<TOutcome>(TOutcome outcome, bool canUndo)
        where TOutcome : struct, Enum =>
        this with { Outcome = outcome.ToString(), Undo = canUndo ? Undo : null };
}

/// <summary>How an action ended.</summary>
/// <param name="Count">How many were changed.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Undo">What is needed to undo it; null where that cannot be done.</param>
public sealed record AuditEnd(long Count, string Outcome, ReadOnlyMemory<byte>? Undo = null);

/// <summary>A row, and what is needed to undo it.</summary>
/// <param name="Entry">The row.</param>
/// <param name="Undo">What was given when it was written.</param>
public sealed record StoredAuditEntry(AuditEntry Entry, ReadOnlyMemory<byte>? Undo);
