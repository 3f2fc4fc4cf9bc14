namespace Ostinato.PostgreSql;

/// <summary>Where the jobs of one line begin, as it was a moment ago.</summary>
/// <remarks>
/// A place that was the first of its line becomes the floor once it is old enough: until then the transactions that took their places
/// earlier have mostly ended. The younger ones are kept a few at a time, so that the floor follows closely however fast the line moves.
/// </remarks>
internal sealed class ScanFloor(TimeProvider time)
{
    /// <summary>After what time a first place becomes the floor.</summary>
    public static readonly TimeSpan RaiseAfter = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan Apart = RaiseAfter / 10;

    private readonly LinkedList<(long Seq, long SeenAt)> _younger = [];
    private long _seq;

    /// <summary>The place to look from.</summary>
    public long At(long now)
    {
        while (_younger.First is { Value: var oldest } && time.GetElapsedTime(oldest.SeenAt, now) >= RaiseAfter)
        {
            _seq = oldest.Seq;
            _younger.RemoveFirst();
        }

        return _seq;
    }

    /// <summary>Begins at the beginning: jobs went back to old places.</summary>
    public void Drop()
    {
        _seq = 0;
        _younger.Clear();
    }

    /// <summary>Takes note of the first place of the line.</summary>
    public void See(long seq, long now)
    {
        _seq = Math.Min(At(now), seq);
        while (_younger.Last is { Value: var youngest } && youngest.Seq > seq)
        {
            _younger.RemoveLast();
        }

        if (_younger.Last is not { Value: var last } || time.GetElapsedTime(last.SeenAt, now) >= Apart)
        {
            _younger.AddLast((seq, now));
        }
    }
}
