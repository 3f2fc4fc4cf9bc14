using Ostinato.Storage;

namespace Ostinato.Sqlite;

/// <summary>Writes new jobs. Those that go to the same place get neighbouring ids and are written there as one range.</summary>
internal sealed class Insertion(Session session)
{
    private readonly InsertionGroups _groups = new(session);
    private readonly Dictionary<long, NewJob> _siblings = [];

    public InsertedJob[] Insert(IReadOnlyList<NewJob> jobs)
    {
        var now = session.Now();
        var first = session.Counter.Take(jobs.Count);
        var isMixed = _groups.Sort(jobs, first, now);
        var answers = Answer(jobs, first, now);
        if (isMixed)
        {
            StoreByGroup(jobs, answers, now);
        }
        else
        {
            StoreInTurn(jobs, answers, now);
        }

        _groups.Place(now);
        Replace(jobs, answers);
        _siblings.Clear();
        session.Bodies.Forget();
        return answers;
    }

    private InsertedJob[] Answer(IReadOnlyList<NewJob> jobs, long first, long now)
    {
        _siblings.Clear();
        var answers = new InsertedJob[jobs.Count];
        for (var index = 0; index < jobs.Count; index++)
        {
            var job = jobs[index];
            if (Rival(job, first, now) is { } rival)
            {
                answers[index] = new InsertedJob(new JobId(rival), IsDuplicate: true);
                continue;
            }

            var id = _groups.Of(index).TakeId();
            answers[index] = new InsertedJob(new JobId(id), IsDuplicate: false);
            if (job.Unique is { } claim)
            {
                session.Keys.Take(claim.Key.Span, id);
                _siblings.Add(id, job);
            }
        }

        return answers;
    }

    // Once all have their places: two of one call may have one key. What is set aside stays so: there is no time to change.
    private void Replace(IReadOnlyList<NewJob> jobs, InsertedJob[] answers)
    {
        for (var index = 0; index < answers.Length; index++)
        {
            var answer = answers[index];
            if (answer.IsDuplicate && jobs[index].Replacement is { } update && answer.Id.TryGetNumber(out var id))
            {
                var result = session.Updating.Update(id, update);
                result = result == UpdateResult.Suspended ? session.Updating.Update(id, update with { Due = null }) : result;
                answers[index] = answer with { IsReplaced = result == UpdateResult.Updated };
                if (answers[index].IsReplaced && update.Payload is not null)
                {
                    session.Bodies.Rename(id, session.Kinds.FindOrAdd(jobs[index].Name));
                }
            }
        }
    }

    private long? Rival(NewJob job, long first, long now)
    {
        if (job.Unique is not { } claim || session.Keys.Holder(claim.Key.Span) is not { } holder)
        {
            return null;
        }

        // A holder that comes with the same call has neither a body nor a place so far.
        var keeps = holder.Job >= first ? SiblingKeeps(holder.Job, now) : session.Keys.Keeps(holder, now);
        return keeps ? holder.Job : null;
    }

    private bool SiblingKeeps(long id, long now)
    {
        var sibling = _siblings[id];
        return sibling.Unique is { } claim
            && claim.For is not { Ticks: <= 0 }
            && claim.While.Includes(InsertionGroups.RunAt(sibling, now) > now ? JobState.Scheduled : JobState.Available);
    }

    private void StoreInTurn(IReadOnlyList<NewJob> jobs, InsertedJob[] answers, long now)
    {
        for (var index = 0; index < jobs.Count; index++)
        {
            Store(jobs[index], answers[index], _groups.Of(index).Queue, now);
        }
    }

    // In the order of their ids, so that the bodies fill their pages one after the other.
    private void StoreByGroup(IReadOnlyList<NewJob> jobs, InsertedJob[] answers, long now)
    {
        foreach (var index in _groups.InOrderOfGroups(jobs.Count))
        {
            Store(jobs[index], answers[index], _groups.Of(index).Queue, now);
        }
    }

    private void Store(NewJob job, in InsertedJob answer, long queue, long now)
    {
        if (!answer.IsDuplicate && answer.Id.TryGetNumber(out var id))
        {
            session.Bodies.Add(id, queue, job, now);
        }
    }
}
