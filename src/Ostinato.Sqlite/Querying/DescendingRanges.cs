namespace Ostinato.Sqlite;

/// <summary>The ranges of the places that hold jobs of some states, from the highest ids down.</summary>
internal sealed class DescendingRanges : IRangeWalk
{
    private readonly List<Source> _sources = [];
    private readonly long _top;
    private readonly CancellationToken _ct;

    public DescendingRanges(Places places, JobStates states, long top, CancellationToken ct)
    {
        (_top, _ct) = (top, ct);
        AddSource(states & JobStates.Completed, below => Done(places, below, JobState.Completed));
        AddSource(states & JobStates.Cancelled, below => Done(places, below, JobState.Cancelled));
        AddSource(states & JobStates.Discarded, below => Done(places, below, JobState.Discarded));
        AddSource(states & JobStates.Executing, below => Leased(places, below));
        AddSource(states & JobStates.Available, below => Ready(places, below));
        AddSource(states & (JobStates.Scheduled | JobStates.Retryable), below => Due(places, below, states, ct));
        AddSource(states & JobStates.Suspended, below => Suspended(places, below));
    }

    public PlacedRange? Next()
    {
        _ct.ThrowIfCancellationRequested();
        Source? highest = null;
        foreach (var source in _sources)
        {
            highest = source.Head is { } head && (highest is null || head.Low > highest.Head!.Value.Low) ? source : highest;
        }

        if (highest?.Head is not { } range)
        {
            return null;
        }

        highest.Head = highest.Read(range.Low - 1);
        return range with { End = Math.Min(range.End, _top + 1) };
    }

    private void AddSource(JobStates wanted, Func<long, PlacedRange?> read)
    {
        if (wanted != JobStates.None)
        {
            _sources.Add(new Source(read) { Head = read(_top) });
        }
    }

    private static PlacedRange? Done(Places places, long below, JobState state) => places.Done.Closest(below, state) is { } range
        ? new PlacedRange(range.Low, range.End, range.Queue, (body, id) => JobPlaces.Describe(body, range, id))
        : null;

    private static PlacedRange? Due(Places places, long below, JobStates states, CancellationToken ct)
    {
        var place = places.Due.Closest(below);
        while (place is { } other && !states.Includes(other.State))
        {
            ct.ThrowIfCancellationRequested();
            place = places.Due.Closest(other.Low - 1);
        }

        return place is { } range
            ? new PlacedRange(range.Low, range.End, range.Queue, (body, _) => JobPlaces.Describe(body, range))
            : null;
    }

    private static PlacedRange? Leased(Places places, long below) => places.Leases.Closest(below) is { } range
        ? new PlacedRange(range.Low, range.End, range.Queue, (body, _) => JobPlaces.Describe(body, range, isCancelRequested: false))
        : null;

    private static PlacedRange? Ready(Places places, long below) => places.Ready.Closest(below) is { } range
        ? new PlacedRange(range.Low, range.End, range.Queue, (body, _) => JobPlaces.Describe(body, range))
        : null;

    private static PlacedRange? Suspended(Places places, long below) => places.Suspended.Closest(below) is { } job
        ? new PlacedRange(job.Id, job.Id + 1, job.Queue, (body, _) => JobPlaces.Describe(body, job))
        : null;

    private sealed class Source(Func<long, PlacedRange?> read)
    {
        public PlacedRange? Head { get; set; }

        public Func<long, PlacedRange?> Read => read;
    }
}
