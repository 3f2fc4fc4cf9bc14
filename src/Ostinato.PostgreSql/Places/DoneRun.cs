namespace Ostinato.PostgreSql;

/// <summary>Gathers jobs that end in the order of their ids; those that end alike become one range.</summary>
internal sealed class DoneRun
{
    private readonly List<DoneRange> _ranges = [];
    private byte[] _durations = new byte[1024];
    private int _length;
    private DoneRange _range;

    public void Add(long id, in LeaseRange leased, JobState state, int attempt, string? reason, TimeSpan duration)
    {
        if (_range.Count == 0 || id != _range.End || IdBlocks.Begins(id) || state != _range.State || attempt != _range.Attempt
            || leased.Crashes != _range.Crashes || leased.Queue != _range.Queue || reason != _range.Reason)
        {
            End();
            _range = new DoneRange(id, 0, state, leased.Queue, attempt, leased.Crashes, reason, Durations: null);
        }

        if (_durations.Length - _length < PackedDurations.LongestValue)
        {
            Array.Resize(ref _durations, _durations.Length * 2);
        }

        _length += PackedDurations.Write(_durations.AsSpan(_length), duration);
        _range = _range with { Count = _range.Count + 1 };
    }

    /// <summary>The ranges so far.</summary>
    public List<DoneRange> Ranges()
    {
        End();
        return _ranges;
    }

    private void End()
    {
        if (_range.Count > 0)
        {
            _ranges.Add(_range with { Durations = _durations[.._length] });
        }

        (_range, _length) = (default, 0);
    }
}
