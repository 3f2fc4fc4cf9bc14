using Ostinato.Storage;

namespace Ostinato.Sqlite;

/// <summary>Writes new jobs. Neighbours that go to the same place are written there as one range.</summary>
internal sealed class Insertion(Session session)
{
    private DueRange _run;

    public InsertedJob[] Insert(IReadOnlyList<NewJob> jobs)
    {
        var now = session.Now();
        var first = session.Counter.Take(jobs.Count);
        var next = first;
        var answers = new InsertedJob[jobs.Count];
        _run = default;
        for (var index = 0; index < jobs.Count; index++)
        {
            var job = jobs[index];
            if (Rival(job, first, now) is { } rival)
            {
                answers[index] = new InsertedJob(new JobId(rival), IsDuplicate: true);
                continue;
            }

            Store(job, next, now);
            answers[index] = new InsertedJob(new JobId(next++), IsDuplicate: false);
        }

        Flush(now);
        session.Bodies.Forget();
        return answers;
    }

    private void Store(NewJob job, long id, long now)
    {
        var queue = session.Queues.FindOrAdd(job.Queue);
        session.Bodies.Add(id, queue, job, now);
        if (job.Unique is { } claim)
        {
            session.Keys.Take(claim.Key.Span, id);
        }

        var due = job.Due.From(Microseconds.Time(now));
        var runAt = Math.Max(now, Microseconds.Ceiling(due));
        if (_run.Count == 0 || _run.End != id || _run.Queue != queue || _run.Priority != job.Priority || _run.RunAt != runAt)
        {
            Flush(now);
            _run = new DueRange(runAt, id, 0, queue, job.Priority, Attempt: 0, Crashes: 0);
        }

        _run = _run with { Count = _run.Count + 1 };
    }

    private void Flush(long now)
    {
        if (_run.Count == 0)
        {
            return;
        }

        if (_run.RunAt > now)
        {
            session.Places.Due.Add(_run);
            session.Signals.AddGeneral();
        }
        else
        {
            // Jobs that are new stand in line at their own ids.
            session.Places.Ready.Add(
                new ReadyRange(_run.Queue, _run.Priority, _run.Low, _run.Low, _run.Count, Attempt: 0, Crashes: 0, now));
        }

        _run = default;
    }

    private long? Rival(NewJob job, long first, long now)
    {
        if (job.Unique is not { } claim || session.Keys.Holder(claim.Key.Span) is not { } holder)
        {
            return null;
        }

        if (holder.Job >= first)
        {
            // The holder came with this call: it must have its place before it can be asked for its state.
            Flush(now);
        }

        return session.Keys.Keeps(holder, now) ? holder.Job : null;
    }
}
