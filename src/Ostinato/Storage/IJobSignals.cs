namespace Ostinato.Storage;

/// <summary>
/// Lets processes tell each other of single jobs: that somebody follows one, and that it has changed. Early news, never the truth: it may
/// be lost, and whoever follows a job looks from time to time in any case.
/// </summary>
/// <remarks>What others tell arrives as <see cref="StoreSignal.Followed"/> and <see cref="StoreSignal.Changed"/>.</remarks>
public interface IJobSignals
{
    /// <summary>Whether what others tell arrives here at this moment.</summary>
    bool AreHeard { get; }

    /// <summary>Tells the others that a job is followed here. Must not block.</summary>
    void Follow(JobId id);

    /// <summary>Tells the others that a job has changed which is followed by one of them. Must not block.</summary>
    void Change(JobId id);
}
