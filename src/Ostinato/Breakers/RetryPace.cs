namespace Ostinato.Breakers;

/// <summary>
/// Spreads the next attempts of one kind so that no more of them than so many come due in a second. It moves them later and never earlier.
/// Each process keeps to its share of the cap.
/// </summary>
internal sealed class RetryPace(double perSecond, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<long, Second> _seconds = [];
    private readonly long _startedAt = time.GetTimestamp();
    private long _cleared;

    /// <summary>How many processes share the cap.</summary>
    public int Processes { get; set; } = 1;

    /// <summary>The wait of a job that would come back after another one.</summary>
    /// <param name="wait">When it would come back.</param>
    /// <param name="random">From 0 to 1: where in its new second it comes.</param>
    public TimeSpan Place(TimeSpan wait, double random)
    {
        lock (_lock)
        {
            var now = time.GetElapsedTime(_startedAt);
            Forget((long)now.TotalSeconds);
            var due = now + (wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
            var asked = (long)due.TotalSeconds;
            var found = Free(asked, perSecond / Math.Max(1, Processes));
            _seconds[found] = _seconds.GetValueOrDefault(found) with { Count = _seconds.GetValueOrDefault(found).Count + 1 };
            return found == asked ? wait : TimeSpan.FromSeconds(found + random) - now;
        }
    }

    // The first second with room. Those before it remember it, so that ten thousand jobs do not look at each second ten thousand times.
    private long Free(long asked, double rate)
    {
        var found = asked;
        while (_seconds.GetValueOrDefault(found).Count >= Room(found, rate))
        {
            found = Math.Max(found + 1, _seconds.GetValueOrDefault(found).Next);
        }

        for (var passed = asked; passed < found;)
        {
            var second = _seconds.GetValueOrDefault(passed);
            _seconds[passed] = second with { Next = found };
            passed = Math.Max(passed + 1, second.Next);
        }

        return found;
    }

    // One and a half a second are one in this second and two in the next.
    private static long Room(long second, double rate) => (long)((second + 1) * rate) - (long)(second * rate);

    private void Forget(long now)
    {
        if (now == _cleared)
        {
            return;
        }

        _cleared = now;
        foreach (var passed in _seconds.Keys.Where(second => second < now).ToList())
        {
            _seconds.Remove(passed);
        }
    }

    /// <param name="Count">How many come due in it.</param>
    /// <param name="Next">Where there was room when there was none in it.</param>
    private readonly record struct Second(int Count, long Next);
}
