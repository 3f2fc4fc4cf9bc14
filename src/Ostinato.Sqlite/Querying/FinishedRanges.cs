namespace Ostinato.Sqlite;

/// <summary>The ranges of jobs that ended in some states, those that ended last first, and at one time the highest ids first.</summary>
internal sealed class FinishedRanges : IRangeWalk
{
    private static readonly JobState[] Final = [JobState.Completed, JobState.Cancelled, JobState.Discarded];

    private readonly DonePlace _done;
    private readonly long _from;
    private readonly (long FinishedAt, long Id) _first;
    private readonly Dictionary<JobState, DoneRange> _heads = [];
    private readonly CancellationToken _ct;

    public FinishedRanges(DonePlace done, JobFilter filter, CancellationToken ct)
    {
        (_done, _ct) = (done, ct);
        _from = filter.FinishedFrom is { } from ? Microseconds.Ceiling(from) : long.MinValue;
        _first = First(filter);
        foreach (var state in Final.Where(state => filter.States.Includes(state)))
        {
            Read(state, _first.FinishedAt, _first.Id);
        }
    }

    public PlacedRange? Next()
    {
        _ct.ThrowIfCancellationRequested();
        if (_heads.Count == 0)
        {
            return null;
        }

        var range = _heads.Values.MaxBy(head => (head.FinishedAt, head.Low));
        Read(range.State, range.FinishedAt, range.Low - 1);
        var end = range.FinishedAt == _first.FinishedAt ? Math.Min(range.End, _first.Id + 1) : range.End;
        return new PlacedRange(range.Low, end, range.Queue, (body, id) => JobPlaces.Describe(body, range, id))
        {
            FinishedAt = range.FinishedAt,
        };
    }

    private static (long FinishedAt, long Id) First(JobFilter filter)
    {
        if (filter.After is { FinishedAt: { } at } after)
        {
            return (Microseconds.Of(at), after.Id.TryGetNumber(out var number) ? number - 1 : 0);
        }

        return (filter.FinishedBefore is { } before ? Microseconds.Ceiling(before) - 1 : long.MaxValue, long.MaxValue - 1);
    }

    private void Read(JobState state, long at, long id)
    {
        if (_done.Ended(state, _from, at, id) is { } range)
        {
            _heads[state] = range;
        }
        else
        {
            _heads.Remove(state);
        }
    }
}
