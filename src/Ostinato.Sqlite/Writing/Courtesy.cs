namespace Ostinato.Sqlite;

/// <summary>Leaves the write lock to others now and then. They poll for it: a writer that takes it again at once locks them out.</summary>
internal sealed class Courtesy
{
    private static readonly TimeSpan LongestAlone = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestAmongOthers = TimeSpan.FromMilliseconds(4);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    private TimeSpan _written;
    private long _changedAt = RealTime.Now();

    /// <summary>Pauses when the lock has been held for too long with too little rest between.</summary>
    public void BeforeWriting(bool amongOthers)
    {
        var rested = RealTime.Since(_changedAt);
        _written = _written > rested ? _written - rested : TimeSpan.Zero;
        if (_written > (amongOthers ? LongestAmongOthers : LongestAlone))
        {
            RealTime.Wait(Pause);
            _written = TimeSpan.Zero;
        }

        _changedAt = RealTime.Now();
    }

    public void AfterWriting()
    {
        _written += RealTime.Since(_changedAt);
        _changedAt = RealTime.Now();
    }
}
