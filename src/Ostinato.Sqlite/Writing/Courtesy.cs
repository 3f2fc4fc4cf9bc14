namespace Ostinato.Sqlite;

/// <summary>Leaves the write lock to others now and then. They poll for it: a writer that takes it again at once locks them out.</summary>
internal sealed class Courtesy
{
    private static readonly TimeSpan LongestAlone = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestAmongOthers = TimeSpan.FromMilliseconds(4);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(10);

    private TimeSpan _written;
    private long? _othersWroteAt;

    public void OthersWrote() => _othersWroteAt = RealTime.Now();

    /// <summary>The lock was free for a while.</summary>
    public void Rested(TimeSpan duration)
    {
        _written -= duration;
        if (_written < TimeSpan.Zero)
        {
            _written = TimeSpan.Zero;
        }
    }

    /// <summary>The lock was held for a while. Pauses when that has become too long.</summary>
    public void Wrote(TimeSpan duration)
    {
        _written += duration;
        var longest = _othersWroteAt is { } at && RealTime.Since(at) < Memory ? LongestAmongOthers : LongestAlone;
        if (_written > longest)
        {
            RealTime.Wait(Pause);
            _written = TimeSpan.Zero;
        }
    }
}
