namespace Ostinato;

/// <summary>What a tick does while a job of an earlier tick of the same schedule has not ended.</summary>
public enum Overlap
{
    /// <summary>It enqueues its job all the same.</summary>
    Allow,

    /// <summary>It enqueues nothing until the earlier job has ended.</summary>
    Skip,

    /// <summary>It enqueues its job while the earlier one runs, and nothing while the earlier one waits: at most one waits.</summary>
    QueueOne,

    /// <summary>It cancels the earlier job, and enqueues its own.</summary>
    CancelPrevious,
}
