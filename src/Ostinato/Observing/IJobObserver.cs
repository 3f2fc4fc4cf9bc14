using Ostinato.Storage;

namespace Ostinato;

/// <summary>Is told of attempts and of the ends of jobs. One instance serves a process.</summary>
/// <remarks>
/// What an observer throws is logged and changes nothing. A call that takes longer than <see cref="ObserverOptions.Timeout"/> is not waited
/// for any longer. To change what happens, write an <see cref="IJobMiddleware"/>.
/// </remarks>
public interface IJobObserver
{
    /// <summary>
    /// Called before an attempt, in its dependency injection scope. The attempt begins when the call has ended, or its time is over.
    /// </summary>
    ValueTask StartingAsync(JobContext attempt, CancellationToken ct) => default;

    /// <summary>
    /// Called after an attempt and before its outcome is stored, so at least once for each outcome that is; where the process dies, or
    /// was declared dead, also for an attempt that counts for nothing. Its scope is gone.
    /// </summary>
    ValueTask FinishedAsync(JobContext attempt, AttemptSummary summary, CancellationToken ct) => default;

    /// <summary>
    /// Called when the store has taken the end of a job, in the process that brought it about, while other work goes on. At most once: a
    /// process that dies right then tells nobody.
    /// </summary>
    ValueTask FinalAsync(FinalJob job, CancellationToken ct) => default;
}

/// <summary>How an attempt ended.</summary>
/// <param name="End">Where the job goes.</param>
/// <param name="Duration">How long the handler ran.</param>
/// <param name="Error">What it threw.</param>
/// <param name="Reason">Why the job was cancelled or discarded.</param>
public sealed record AttemptSummary(AttemptEnd End, TimeSpan Duration, Exception? Error, string? Reason);

/// <summary>What brought a job to its end.</summary>
public enum EndCause
{
    /// <summary>Its last attempt.</summary>
    Attempt,

    /// <summary>Its deadline.</summary>
    Deadline,

    /// <summary>The deaths of processes that held it.</summary>
    Death,

    /// <summary>A person, or code that acts for one.</summary>
    Person,

    /// <summary>The next tick of its schedule.</summary>
    Schedule,
}
