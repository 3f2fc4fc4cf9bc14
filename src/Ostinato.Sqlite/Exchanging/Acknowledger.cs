using System.Runtime.InteropServices;
using Ostinato.Storage;

namespace Ostinato.Sqlite;

/// <summary>Cuts finished jobs out of the leases of their process and sends them where they go next.</summary>
internal sealed class Acknowledger(Session session)
{
    private readonly Outcomes _outcomes = new(session);
    private readonly List<LeaseRange> _left = [];
    private List<ClaimedJob>? _ignored;
    private (long Id, int Index)[] _order = [];

    /// <summary>Says which jobs are not held any more, so that nothing was changed for them.</summary>
    public IReadOnlyList<ClaimedJob> Acknowledge(
        IReadOnlyList<Acknowledgement> ended, ProcessIdentity process, Dictionary<long, string> cancels, long now)
    {
        _ignored = null;
        var order = Sort(ended);
        for (var index = 0; index < order.Length;)
        {
            if (session.Places.Leases.Containing(order[index].Id) is not { } leased)
            {
                Ignore(ended[order[index++].Index]);
                continue;
            }

            var end = index + 1;
            while (end < order.Length && order[end].Id < leased.End)
            {
                end++;
            }

            Settle(leased, process, order[index..end], ended, cancels, now);
            index = end;
        }

        _outcomes.Flush();
        return _ignored ?? (IReadOnlyList<ClaimedJob>)[];
    }

    public void Forget() => _outcomes.Reset();

    private void Settle(
        LeaseRange leased,
        ProcessIdentity process,
        ReadOnlySpan<(long Id, int Index)> order,
        IReadOnlyList<Acknowledgement> ended,
        Dictionary<long, string> cancels,
        long now)
    {
        _left.Clear();
        var next = leased.Low;
        foreach (var (id, index) in order)
        {
            var acknowledgement = ended[index];

            // Told twice, or told of an earlier claim: the job may have gone back and been claimed again since.
            if (leased.Process != process || id < next || acknowledgement.Job.Token is not long claim || claim != leased.Claim)
            {
                Ignore(acknowledgement);
                continue;
            }

            Leave(leased, next, id);
            next = id + 1;
            _outcomes.Add(id, leased, acknowledgement, CancelReason(cancels, leased, id), now);
        }

        if (next > leased.Low)
        {
            Leave(leased, next, leased.End);
            session.Places.Leases.Replace(leased, CollectionsMarshal.AsSpan(_left));
        }
    }

    private void Ignore(in Acknowledgement acknowledgement) => (_ignored ??= []).Add(acknowledgement.Job);

    private void Leave(in LeaseRange leased, long from, long end)
    {
        if (end > from)
        {
            _left.Add(leased.Slice(from, end));
        }
    }

    private string? CancelReason(Dictionary<long, string> cancels, in LeaseRange leased, long id)
    {
        if (cancels.Count == 0 || !cancels.Remove(id, out var reason))
        {
            return null;
        }

        session.Cancels.Remove(leased.Process.Id, id);
        return reason;
    }

    // By id, and for one id the first that was told first.
    private Span<(long Id, int Index)> Sort(IReadOnlyList<Acknowledgement> ended)
    {
        if (_order.Length < ended.Count)
        {
            _order = new (long, int)[Math.Max(ended.Count, 256)];
        }

        var count = 0;
        var isSorted = true;
        for (var index = 0; index < ended.Count; index++)
        {
            if (ended[index].Job.Id.TryGetNumber(out var id))
            {
                isSorted &= count == 0 || _order[count - 1].Id <= id;
                _order[count++] = (id, index);
            }
        }

        var order = _order.AsSpan(0, count);
        if (!isSorted)
        {
            order.Sort();
        }

        return order;
    }
}
