namespace Ostinato.Sqlite;

/// <summary>The jobs of one line while a claim takes from their head; written once, at the end.</summary>
internal sealed class ReadyLine(ReadyPlace ready, int number)
{
    private readonly ReadyRange[] _buffer = new ReadyRange[64];
    private int _count;
    private int _index;
    private bool _hasMore;
    private long _queue;
    private ReadyRange _last;
    private int _takenOfLast;

    public int Number => number;

    /// <summary>What comes next.</summary>
    public ReadyRange Head => _buffer[_index];

    /// <summary>Goes to the head of the line.</summary>
    public void Begin(long queue)
    {
        Reset();
        _queue = queue;

        // Mostly one range is enough; a claim that needs more reads on.
        Read(long.MinValue, _buffer.AsSpan(0, 4));
    }

    /// <summary>Says whether there is a head.</summary>
    public bool HasHead()
    {
        if (_index == _count && _hasMore)
        {
            Read(_last.Seq, _buffer);
        }

        return _index < _count;
    }

    /// <summary>Takes jobs from the head.</summary>
    public void Advance(int count)
    {
        var head = _buffer[_index];
        if (_last.Count == 0 || _last.End != head.End)
        {
            (_last, _takenOfLast) = (head, 0);
        }

        _takenOfLast += count;
        if (count < head.Count)
        {
            _buffer[_index] = head.Slice(head.Low + count, head.End);
        }
        else
        {
            _index++;
        }
    }

    /// <summary>Removes what was taken.</summary>
    public void Write()
    {
        if (_last.Count > 0)
        {
            ready.RemoveHead(_last, _takenOfLast);
        }

        Reset();
    }

    public void Reset() => (_count, _index, _hasMore, _last, _takenOfLast) = (0, 0, false, default, 0);

    private void Read(long after, Span<ReadyRange> buffer)
    {
        _count = ready.ReadLine(_queue, number, after, buffer);
        _index = 0;
        _hasMore = _count == buffer.Length;
    }
}
