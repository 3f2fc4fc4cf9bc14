using System.Numerics;
using Ostinato.Storage;

namespace Ostinato.Sqlite;

/// <summary>Gives a process what fits, as <see cref="ClaimRule"/> says, and leases it.</summary>
internal sealed class Claimer
{
    private static readonly SqlFile Sql = SqlFile.Load("Claim");

    private readonly Session _session;
    private readonly Statement _openQueue;
    private readonly ReadyLine[] _lines;
    private readonly List<ClaimedJob> _claimed = [];
    private LeaseRange _run;
    private long _claims;

    public Claimer(Session session)
    {
        _session = session;
        _openQueue = session.Database.Prepare(Sql["open_queue"]);
        _lines = [.. Enumerable.Range(0, ClaimRule.Lines).Select(line => new ReadyLine(session.Places.Ready, line))];
    }

    public IReadOnlyList<ClaimedJob> Claim(IReadOnlyList<ClaimRequest> requests, ProcessIdentity process, long now)
    {
        _claims++;
        _claimed.Clear();
        for (var index = 0; index < requests.Count; index++)
        {
            var request = requests[index];
            if (request.Limit > 0 && _openQueue.Set(1, request.Queue).Scalar() is { } queue)
            {
                Claim(request, queue, process, now);
            }
        }

        ClaimedJob[] claimed = [.. _claimed];
        _claimed.Clear();
        return claimed;
    }

    /// <summary>Drops what was gathered in a transaction that is rolled back.</summary>
    public void Forget()
    {
        _run = default;
        foreach (var line in _lines)
        {
            line.Reset();
        }
    }

    private void Claim(in ClaimRequest request, long queue, ProcessIdentity process, long now)
    {
        var open = Open(queue);
        var taken = 0;
        var hasSuspect = false;
        while (taken < request.Limit && Next(ref open, now) is { } line)
        {
            var head = line.Head;
            var count = ClaimRule.Take(request, taken, hasSuspect, head.Count, head.Crashes);
            if (count == 0)
            {
                open &= ~(1 << line.Number);
                continue;
            }

            Lease(head.Slice(head.Low, head.Low + count), request.Queue, process, now);
            taken += count;
            line.Advance(count);
            hasSuspect |= ClaimRule.IsSuspect(head.Crashes);
        }

        Flush(request.Queue);
        foreach (var line in _lines)
        {
            line.Write();
        }
    }

    /// <summary>The lines that have jobs, a bit for each.</summary>
    private int Open(long queue)
    {
        var open = 0;
        for (int? line = -1; (line = _session.Places.Ready.NextLine(queue, line.Value)) is { } next;)
        {
            _lines[next].Begin(queue);
            open |= 1 << next;
        }

        return open;
    }

    /// <summary>The line whose head comes next; of equals the one with the better priority.</summary>
    private ReadyLine? Next(ref int open, long now)
    {
        ReadyLine? best = null;
        for (var rest = open; rest != 0; rest &= rest - 1)
        {
            var line = _lines[BitOperations.TrailingZeroCount(rest)];
            if (!line.HasHead())
            {
                open &= ~(1 << line.Number);
            }
            else if (best is null || GoesBefore(line.Head, best.Head, now))
            {
                best = line;
            }
        }

        return best;
    }

    private static bool GoesBefore(in ReadyRange head, in ReadyRange best, long now) => ClaimRule.GoesBefore(
        head.Priority, Microseconds.Duration(now - head.Since), best.Priority, Microseconds.Duration(now - best.Since));

    private void Lease(in ReadyRange head, string queue, ProcessIdentity process, long now)
    {
        var leased = new LeaseRange(
            head.Low, head.Count, process, _claims, head.Queue, head.Priority, head.Seq, head.Attempt, head.Crashes,
            head.HasNeverMoved ? null : head.Since, now);
        if (_run.Count > 0 && _run.IsContinuedBy(leased))
        {
            _run = _run with { Count = _run.Count + leased.Count };
            return;
        }

        Flush(queue);
        _run = leased;
    }

    private void Flush(string queue)
    {
        if (_run.Count > 0)
        {
            _session.Places.Leases.Add(_run);
            _session.Bodies.ReadClaimed(_run, queue, _claimed);
            _run = default;
        }
    }
}
