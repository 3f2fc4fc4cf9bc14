namespace Ostinato.Execution;

/// <summary>
/// A moving average that forgets: each new duration counts for a sixteenth. Written by many lanes; a lost update does no harm.
/// </summary>
internal sealed class AverageDuration
{
    private const int Weight = 16;

    private long _ticks = -1;

    public bool IsKnown => Volatile.Read(ref _ticks) >= 0;

    public TimeSpan Value => TimeSpan.FromTicks(Math.Max(0, Volatile.Read(ref _ticks)));

    public void Add(TimeSpan duration)
    {
        var average = Volatile.Read(ref _ticks);
        Volatile.Write(ref _ticks, average < 0 ? duration.Ticks : average + ((duration.Ticks - average) / Weight));
    }
}
