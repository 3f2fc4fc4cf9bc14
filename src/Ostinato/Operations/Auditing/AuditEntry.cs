namespace Ostinato;

/// <summary>What somebody did.</summary>
public sealed record AuditEntry
{
    /// <summary>Its number; later ones have higher numbers.</summary>
    public required long Id { get; init; }

    /// <summary>When it was done, or begun, by the store's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When it ended, by the store's clock; null where that was never told: it goes on, or its process died.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Who: the name given to <see cref="IJobAdmin.As"/>, or the host and the number of the process.</summary>
    public required string Actor { get; init; }

    /// <summary>What was done; see <see cref="AuditActions"/>.</summary>
    public required string Action { get; init; }

    /// <summary>To what: a job, a queue, a schedule, or the words of a filter.</summary>
    public required string Target { get; init; }

    /// <summary>How many were changed.</summary>
    public long Count { get; init; }

    /// <summary>Why, in the words of whoever did it.</summary>
    public string? Reason { get; init; }

    /// <summary>What became of it.</summary>
    public string? Outcome { get; init; }

    /// <summary>The row that this one undid.</summary>
    public long? Undoes { get; init; }

    /// <summary>The row that undid this one.</summary>
    public long? UndoneBy { get; init; }

    /// <summary>Whether <see cref="IJobAdmin.UndoAsync"/> can be tried: enough is known, and nobody has done it.</summary>
    public bool CanUndo { get; init; }
}

/// <summary>Which rows to list.</summary>
public sealed record AuditFilter
{
    /// <summary>Only what this person did.</summary>
    public string? Actor { get; init; }

    /// <summary>Only this; see <see cref="AuditActions"/>.</summary>
    public string? Action { get; init; }

    /// <summary>Only what was done to this job, queue, schedule or filter.</summary>
    public string? Target { get; init; }

    /// <summary>Only rows with lower numbers: where the page before ended, <see cref="AuditPage.Next"/>.</summary>
    public long? Before { get; init; }

    /// <summary>How many at the most, 1 to 1,000. Default 50.</summary>
    public int Limit { get; init; } = 50;
}

/// <summary>Some of what was done, the newest first.</summary>
/// <param name="Entries">The rows.</param>
/// <param name="Next">What to pass as <see cref="AuditFilter.Before"/> for the page that follows; null at the end.</param>
public sealed record AuditPage(IReadOnlyList<AuditEntry> Entries, long? Next);
