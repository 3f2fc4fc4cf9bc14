namespace Ostinato;

/// <summary>What became of a tick of a schedule.</summary>
public enum TickOutcome
{
    /// <summary>A job was enqueued.</summary>
    Ran = 1,

    /// <summary>Nothing was enqueued, because of what an earlier tick had enqueued.</summary>
    Skipped = 2,

    /// <summary>Nothing was enqueued, because nobody who could enqueue it saw in time that it was due.</summary>
    Missed = 3,
}
