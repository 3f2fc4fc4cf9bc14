using Ostinato.Storage;

namespace Ostinato.Sqlite;

/// <summary>Changes a job that waits: cuts it out of its range where it goes elsewhere, and its body in the same transaction.</summary>
internal sealed class Updating(Session session)
{
    private Places Places => session.Places;

    public UpdateResult Update(long id, JobUpdate update, NewAuditEntry? audit = null)
    {
        var now = session.Now();
        if (Places.Leases.Containing(id) is not null)
        {
            return UpdateResult.Executing;
        }

        if (Places.Done.Containing(id) is not null)
        {
            return UpdateResult.AlreadyFinal;
        }

        if (session.Bodies.Waiting(id) is not { } body)
        {
            return UpdateResult.NotFound;
        }

        if (update.Headers is { } headers && !headers.IsUpToDate(body.Headers))
        {
            return UpdateResult.Outdated;
        }

        var queue = update.Queue is { } name ? session.Queues.FindOrAdd(name) : body.Queue;
        var place = new Place(queue, update.Priority ?? body.Priority, update.Due is { } due ? InsertionGroups.RunAt(due, now) : null);
        var result = Move(id, place, place.Queue != body.Queue || place.Priority != body.Priority, now);
        if (result == UpdateResult.Updated)
        {
            session.Bodies.Change(id, place.Queue, place.Priority, update);
            session.Audit.Add(audit);
        }

        return result;
    }

    private UpdateResult Move(long id, in Place to, bool isElsewhere, long now)
    {
        if (Places.Suspended.Find(id) is { } suspended)
        {
            return to.RunAt is null ? MoveAside(suspended, to) : UpdateResult.Suspended;
        }

        if (to.RunAt is not null && !session.Keys.TryTake(id, now))
        {
            return UpdateResult.Conflict;
        }

        if (Places.Ready.Containing(id) is { } ready && (isElsewhere || to.RunAt > now))
        {
            Places.Ready.Remove(ready, id);
            Put(new DueRange(to.RunAt ?? now, id, 1, to.Queue, to.Priority, ready.Attempt, ready.Crashes), now);
        }
        else if (Places.Due.Containing(id) is { } waiting && (isElsewhere || to.RunAt is not null))
        {
            Places.Due.Remove(waiting, id);
            Put(new DueRange(to.RunAt ?? waiting.RunAt, id, 1, to.Queue, to.Priority, waiting.Attempt, waiting.Crashes), now);
        }

        return UpdateResult.Updated;
    }

    private UpdateResult MoveAside(in SuspendedJob job, in Place to)
    {
        Places.Suspended.Remove(job.Id);
        Places.Suspended.Add(job with { Queue = to.Queue, Priority = to.Priority });
        return UpdateResult.Updated;
    }

    private void Put(in DueRange range, long now)
    {
        Places.Postpone(range, now);
        if (range.RunAt > now)
        {
            session.Signals.AddGeneral();
        }
    }

    private readonly record struct Place(long Queue, int Priority, long? RunAt);
}
