using System.Text;

namespace Ostinato.PostgreSql;

/// <summary>How far a list has been walked, and how wide its next step is.</summary>
internal sealed class ListWalk(JobFilter filter, int queue, int[] kinds)
{
    private const int MostRanges = 2_000;

    // A search reads no more than so many jobs a call, or little more.
    private const long MostRead = 100_000;

    private readonly byte[]? _payload = filter.Payload is { } payload ? Encoding.UTF8.GetBytes(payload) : null;
    private readonly byte[]? _text = filter.PayloadText is { } text ? Encoding.UTF8.GetBytes(text) : null;
    private readonly int[] _states =
        [.. Enum.GetValues<JobState>().Where(state => filter.States.Includes(state)).Select(state => (int)state)];
    private ListEdge _edge = ListEdge.Of(filter);
    private int _ranges = filter.Limit + 1;
    private long _read;
    private bool _isOver;

    /// <summary>What was found: one more than asked where there are more.</summary>
    public List<FoundJob> Found { get; } = [];

    public bool GoesOn => !_isOver && Found.Count <= filter.Limit && !IsOutOfReach;

    /// <summary>Where the next page goes on; null at the end of the list.</summary>
    public JobPosition? Next => Found.Count > filter.Limit ? Found[filter.Limit - 1].Position(filter)
        : _isOver ? null
        : _edge.Position;

    private int Wanted => filter.Limit + 1 - Found.Count;

    private bool IsOutOfReach => filter.LooksInside && _read >= MostRead;

    /// <summary>Adds the parameters of the next step to its statement.</summary>
    public void AddTo(Trip trip)
    {
        trip.With(_edge.Id).With(_states).With(queue).With(_ranges).With(kinds).With(filter.Tag)
            .With(filter.LooksInside ? MostRead - _read : long.MaxValue)
            .WithNullable(_text).WithNullable(_payload).With(Wanted);
        if (filter.IsByFinish)
        {
            trip.With(filter.FinishedFrom is { } from ? Instants.Ceiling(from) : DateTime.MinValue).With(_edge.FinishedAt!.Value);
        }

        trip.With(filter.Error);
    }

    /// <summary>A step has been read down to an edge, which is null where it has read everything.</summary>
    public void Stepped(ListEdge? edge, long jobs)
    {
        _isOver = edge is null;
        _edge = edge ?? _edge;
        _read += jobs;
        _ranges = Math.Min(_ranges * 2, MostRanges);
    }
}

/// <summary>Below what a list goes on: jobs up to an id, of those that ended at a time, and all that ended before.</summary>
internal readonly record struct ListEdge(long Id, DateTime? FinishedAt)
{
    /// <summary>The job just above the edge, as a place in the list.</summary>
    public JobPosition Position => new(new JobId(Id + 1), FinishedAt is { } at ? Instants.Of(at) : null);

    public static ListEdge Of(JobFilter filter)
    {
        var id = filter.After is not { Id: var after } ? long.MaxValue - 1 : after.TryGetNumber(out var number) ? number - 1 : 0;
        return new ListEdge(id, filter.IsByFinish ? Latest(filter) : null);
    }

    private static DateTime Latest(JobFilter filter) => filter switch
    {
        { After.FinishedAt: { } at } => at.UtcDateTime,
        { FinishedBefore: { } before } => Instants.Ceiling(before).AddTicks(-TimeSpan.TicksPerMicrosecond),
        _ => Instants.Latest,
    };
}

/// <summary>A job in a list whose names are still numbers.</summary>
internal readonly record struct FoundJob(JobInfo Job, int Kind, int Queue)
{
    public JobPosition Position(JobFilter filter) => new(Job.Id, filter.IsByFinish ? Job.FinishedAt : null);
}
