namespace Ostinato.Sqlite;

/// <summary>Gathers jobs that end in the order of their ids, and writes those that end alike as one range.</summary>
internal sealed class DoneRun(DonePlace done)
{
    private byte[] _durations = new byte[1024];
    private int _length;
    private DoneRange _range;

    public void Add(long id, in LeaseRange leased, JobState state, int attempt, string? reason, TimeSpan duration, long now)
    {
        if (_range.Count == 0 || id != _range.End || state != _range.State || attempt != _range.Attempt || leased.Crashes != _range.Crashes
            || leased.Queue != _range.Queue || reason != _range.Reason)
        {
            Flush();
            _range = new DoneRange(id, 0, state, leased.Queue, attempt, leased.Crashes, now, reason, Durations: null);
        }

        if (_durations.Length - _length < PackedDurations.LongestValue)
        {
            Array.Resize(ref _durations, _durations.Length * 2);
        }

        _length += PackedDurations.Write(_durations.AsSpan(_length), duration);
        _range = _range with { Count = _range.Count + 1 };
    }

    public void Flush()
    {
        if (_range.Count > 0)
        {
            done.Add(_range with { Durations = _durations[.._length] });
        }

        Reset();
    }

    public void Reset() => (_range, _length) = (default, 0);
}
