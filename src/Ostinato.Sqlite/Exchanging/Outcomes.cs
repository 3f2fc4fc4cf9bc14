using Ostinato.Storage;

namespace Ostinato.Sqlite;

/// <summary>Sends jobs where they go after an attempt.</summary>
internal sealed class Outcomes(Session session)
{
    private static readonly AttemptDetail Nothing = new();

    private readonly DoneRun _done = new(session.Places.Done);
    private LeaseRange _returned;

    public void Add(long id, in LeaseRange leased, in Acknowledgement ended, string? cancelReason, long now)
    {
        var detail = ended.Detail ?? Nothing;
        Keep(id, ended.End, detail, now);
        var attempt = leased.Attempt + (Spends(ended.End) ? 1 : 0);
        switch (ended.End)
        {
            case AttemptEnd.Completed:
                _done.Add(id, leased, JobState.Completed, attempt, detail.Reason, ended.Duration, now);
                break;
            case AttemptEnd.Cancelled:
                _done.Add(id, leased, JobState.Cancelled, attempt, detail.Reason ?? cancelReason, ended.Duration, now);
                break;
            case AttemptEnd.Discarded:
                _done.Add(id, leased, JobState.Discarded, attempt, detail.Reason, ended.Duration, now);
                break;
            case var _ when cancelReason is not null:
                _done.Add(id, leased, JobState.Cancelled, attempt, cancelReason, ended.Duration, now);
                break;
            default:
                Continue(leased.Slice(id, id + 1) with { Attempt = attempt }, ended.End, detail, now);
                break;
        }
    }

    /// <summary>Writes what was gathered.</summary>
    public void Flush()
    {
        _done.Flush();
        FlushReturned();
    }

    public void Reset()
    {
        _done.Reset();
        _returned = default;
    }

    private static bool Spends(AttemptEnd end) =>
        end is AttemptEnd.Completed or AttemptEnd.Cancelled or AttemptEnd.Discarded or AttemptEnd.Retry;

    private void Keep(long id, AttemptEnd end, AttemptDetail detail, long now)
    {
        if (detail.Error is { } error)
        {
            session.Failures.Add(id, error, now);
        }

        if (detail.Result is { } result && end == AttemptEnd.Completed)
        {
            session.Bodies.PutResult(id, result.Span);
        }

        foreach (var note in detail.Notes)
        {
            session.Notes.Put(id, note, now);
        }
    }

    private void Continue(in LeaseRange job, AttemptEnd end, AttemptDetail detail, long now)
    {
        switch (end)
        {
            case AttemptEnd.Retry or AttemptEnd.Snooze:
                var due = Microseconds.Ceiling(detail.Due.From(Microseconds.Time(now)));
                session.Places.Postpone(
                    new DueRange(due, job.Low, 1, job.Queue, job.Priority, job.Attempt, job.Crashes), now);
                break;
            case AttemptEnd.Return:
                Return(job);
                break;
            case AttemptEnd.Suspend:
                session.Places.Suspended.Add(new SuspendedJob(
                    job.Low, job.Queue, job.Priority, job.Attempt, job.Crashes, detail.Suspension, detail.Reason));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(end), end, "An attempt does not end so.");
        }
    }

    private void Return(in LeaseRange job)
    {
        if (_returned.Count > 0 && _returned.IsContinuedBy(job))
        {
            _returned = _returned with { Count = _returned.Count + 1 };
            return;
        }

        FlushReturned();
        _returned = job;
    }

    private void FlushReturned()
    {
        if (_returned.Count > 0)
        {
            session.Places.Ready.Return(_returned);
            _returned = default;
        }
    }
}
