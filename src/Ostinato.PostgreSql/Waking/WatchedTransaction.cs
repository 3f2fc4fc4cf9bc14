namespace Ostinato.PostgreSql;

/// <summary>A caller's transaction that somebody waits for the end of.</summary>
internal sealed class WatchedTransaction(TimeProvider time)
{
    // Whoever leaves a transaction open for so long does not need to be found out within milliseconds.
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);
    private static readonly TimeSpan Seldom = TimeSpan.FromSeconds(5);

    private readonly long _since = time.GetTimestamp();
    private long _lookedAt = time.GetTimestamp();

    /// <summary>Called with its age when it has ended.</summary>
    public List<Action<TimeSpan>> Waiting { get; } = [];

    public TimeSpan Age => time.GetElapsedTime(_since);

    /// <summary>Whether it is time to look at it.</summary>
    public bool IsDue => Age < Long || time.GetElapsedTime(_lookedAt) >= Seldom;

    public void Looked() => _lookedAt = time.GetTimestamp();
}
