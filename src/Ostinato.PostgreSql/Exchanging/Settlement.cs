using System.Runtime.InteropServices;
using Ostinato.Storage;

namespace Ostinato.PostgreSql;

/// <summary>What follows from the ends of attempts: which leases go, what is left of them, and where the jobs go. Pure.</summary>
internal sealed class Settlement
{
    private static readonly AttemptDetail Nothing = new();

    private readonly HeldLeases _held;
    private readonly DoneRun _done = new();
    private readonly List<LeaseRange> _returned = [];
    private readonly List<LeaseRange> _left = [];

    public Settlement(HeldLeases held, IReadOnlyList<Acknowledgement> ended)
    {
        _held = held;
        var order = Sort(ended);
        for (var index = 0; index < order.Length;)
        {
            var range = held.IndexOf(order[index].Id);
            if (range < 0)
            {
                Ignored.Add(ended[order[index++].Index].Job);
                continue;
            }

            var leased = held.Ranges[range];
            var end = index + 1;
            while (end < order.Length && order[end].Id < leased.End)
            {
                end++;
            }

            Settle(leased, order[index..end], ended);
            index = end;
        }
    }

    /// <summary>What becomes of the leases.</summary>
    public LeaseChanges Leases { get; } = new();

    /// <summary>The jobs that are not held any more.</summary>
    public List<ClaimedJob> Ignored { get; } = [];

    /// <summary>The jobs whose attempts ended.</summary>
    public List<long> Ended { get; } = [];

    public List<DoneRange> Done => _done.Ranges();

    public List<LeaseRange> Returned => _returned;

    public List<(LeaseRange Job, DueTime Due)> Due { get; } = [];

    public List<(LeaseRange Job, SuspensionReason Why, string? Reason)> Suspended { get; } = [];

    public List<(long Job, AttemptError Error)> Failures { get; } = [];

    public List<(long Job, byte[] Body)> Results { get; } = [];

    public List<JobNote> Notes { get; } = [];

    /// <summary>Whether where a job goes depends on whether somebody wants it cancelled.</summary>
    public bool DependsOnCancels { get; private set; }

    /// <summary>Makes what is in memory follow, once it is committed.</summary>
    public void Apply()
    {
        Leases.ApplyTo(_held);
        Ended.ForEach(id => _held.Cancels.Remove(id));
    }

    private void Settle(in LeaseRange leased, ReadOnlySpan<(long Id, int Index)> order, IReadOnlyList<Acknowledgement> ended)
    {
        _left.Clear();
        var (next, claim) = (leased.Low, new ClaimToken(_held.Process, leased.Claim));
        foreach (var (id, index) in order)
        {
            var acknowledgement = ended[index];

            // Told twice, or told of an earlier claim: the job may have gone back and been claimed again since.
            if (id < next || acknowledgement.Job.Token is not ClaimToken token || token != claim)
            {
                Ignored.Add(acknowledgement.Job);
                continue;
            }

            _left.AddIf(leased, next, id);
            next = id + 1;
            Ended.Add(id);
            Send(leased.Slice(id, id + 1), acknowledgement);
        }

        if (next > leased.Low)
        {
            _left.AddIf(leased, next, leased.End);
            Leases.Replace(leased, _left);
        }
    }

    private void Send(in LeaseRange job, in Acknowledgement ended)
    {
        var detail = ended.Detail ?? Nothing;
        var cancelReason = _held.Cancels.GetValueOrDefault(job.Low);
        Keep(job.Low, ended.End, detail);
        var attempt = job.Attempt + (Spends(ended.End) ? 1 : 0);
        switch (ended.End)
        {
            case AttemptEnd.Completed:
                _done.Add(job.Low, job, JobState.Completed, attempt, detail.Reason, ended.Duration);
                break;
            case AttemptEnd.Discarded:
                _done.Add(job.Low, job, JobState.Discarded, attempt, detail.Reason, ended.Duration);
                break;
            case AttemptEnd.Cancelled:
                DependsOnCancels |= detail.Reason is null;
                _done.Add(job.Low, job, JobState.Cancelled, attempt, detail.Reason ?? cancelReason, ended.Duration);
                break;
            case var _ when cancelReason is not null:
                _done.Add(job.Low, job, JobState.Cancelled, attempt, cancelReason, ended.Duration);
                break;
            default:
                DependsOnCancels = true;
                Continue(job with { Attempt = attempt }, ended.End, detail);
                break;
        }
    }

    private static bool Spends(AttemptEnd end) =>
        end is AttemptEnd.Completed or AttemptEnd.Cancelled or AttemptEnd.Discarded or AttemptEnd.Retry;

    private void Keep(long id, AttemptEnd end, AttemptDetail detail)
    {
        if (detail.Error is { } error)
        {
            Failures.Add((id, error));
        }

        if (detail.Result is { } result && end == AttemptEnd.Completed)
        {
            Results.Add((id, result.ToArray()));
        }

        Notes.AddRange(detail.Notes);
    }

    private void Continue(in LeaseRange job, AttemptEnd end, AttemptDetail detail)
    {
        switch (end)
        {
            case AttemptEnd.Retry or AttemptEnd.Snooze:
                Due.Add((job, detail.Due));
                break;
            case AttemptEnd.Return:
                Return(job);
                break;
            case AttemptEnd.Suspend:
                Suspended.Add((job, detail.Suspension, detail.Reason));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(end), end, "An attempt does not end so.");
        }
    }

    private void Return(in LeaseRange job)
    {
        if (_returned.Count > 0 && _returned[^1].IsContinuedBy(job))
        {
            _returned[^1] = _returned[^1] with { Count = _returned[^1].Count + 1 };
        }
        else
        {
            _returned.Add(job);
        }
    }

    // By id, and for one id the first that was told first.
    private static ReadOnlySpan<(long Id, int Index)> Sort(IReadOnlyList<Acknowledgement> ended)
    {
        var order = new List<(long Id, int Index)>(ended.Count);
        for (var index = 0; index < ended.Count; index++)
        {
            if (ended[index].Job.Id.TryGetNumber(out var id))
            {
                order.Add((id, index));
            }
        }

        order.Sort();
        return CollectionsMarshal.AsSpan(order);
    }
}

/// <summary>Which claim of which process a job was taken with.</summary>
internal sealed record ClaimToken(ProcessIdentity Process, long Claim);
