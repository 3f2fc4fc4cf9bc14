namespace Ostinato.Sqlite;

/// <summary>Knows that the application has jobs in a transaction of its own, and will most likely commit it soon.</summary>
internal sealed class ExpectedCommits
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(0.5);

    private long _since;

    /// <summary>Called when a commit is expected, so that the next look comes in time.</summary>
    public Action? Announced { get; set; }

    public bool Any => Volatile.Read(ref _since) is not 0 and var since && RealTime.Since(since) < Patience;

    public void Announce()
    {
        Volatile.Write(ref _since, RealTime.Now());
        Announced?.Invoke();
    }

    public void Clear() => Volatile.Write(ref _since, 0);
}
