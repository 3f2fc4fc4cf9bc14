namespace Ostinato;

/// <summary>What became of a request to undo an action.</summary>
/// <param name="Outcome">In a word.</param>
/// <param name="Changed">How many jobs, queues or schedules are as they were.</param>
/// <param name="Text">A sentence for a person: what was done, or why nothing was.</param>
public sealed record UndoResult(UndoOutcome Outcome, long Changed, string Text);

/// <summary>What became of a request to undo an action.</summary>
public enum UndoOutcome
{
    /// <summary>Everything is as it was.</summary>
    Undone,

    /// <summary>A part is as it was; the text says why the rest is not.</summary>
    PartlyUndone,

    /// <summary>There is no such row, or it was removed by age.</summary>
    NotFound,

    /// <summary>It was undone before.</summary>
    AlreadyUndone,

    /// <summary>It cannot be undone: what was deleted is gone, what ran has run, or too little is known.</summary>
    NotPossible,

    /// <summary>Somebody has changed the same since, and that would be lost.</summary>
    ChangedSince,
}
