using System.Data.Common;

namespace Ostinato.Storage;

internal sealed class MemoryInserter(MemoryState state, MemoryUpdater updater) : IJobInserter
{
    // It refuses every transaction, and does so at once.
    public bool IsSynchronousInTransaction => true;

    public ValueTask<IReadOnlyList<InsertedJob>> InsertAsync(IReadOnlyList<NewJob> jobs, DbTransaction? transaction, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        if (transaction is not null)
        {
            throw new ArgumentException(
                $"The in-memory store takes part in no transaction, and this one is a {transaction.GetType().Name}. "
                + "Enqueue without it, or use a store in that database.",
                nameof(transaction));
        }

        using var turn = state.Begin(ct);
        return new(Insert(jobs, turn.Now));
    }

    // First everything that can fail, then everything that changes the store.
    public InsertedJob[] Insert(IReadOnlyList<NewJob> jobs, DateTimeOffset now)
    {
        var answers = new InsertedJob[jobs.Count];
        var admitted = Resolve(jobs, answers, now);
        if (state.Places.Unfinished + admitted.Count > state.MaxJobs)
        {
            throw new JobStoreFullException(admitted.Count, state.Places.Unfinished, state.MaxJobs);
        }

        foreach (var job in admitted)
        {
            state.Places.Admit(job, now);
        }

        for (var index = 0; index < jobs.Count; index++)
        {
            answers[index] = answers[index].IsDuplicate ? Replace(answers[index], jobs[index], now) : answers[index];
        }

        return answers;
    }

    // What is set aside stays so: there is no time to change.
    private InsertedJob Replace(InsertedJob answer, NewJob replacing, DateTimeOffset now)
    {
        if (replacing.Replacement is not { } replacement || state.Jobs.Find(answer.Id) is not { } job)
        {
            return answer;
        }

        var update = job.State == JobState.Suspended ? replacement with { Due = null } : replacement;
        var isReplaced = updater.Update(job, update, now) == UpdateResult.Updated;
        job.Name = isReplaced && update.Payload is not null ? replacing.Name : job.Name;
        return answer with { IsReplaced = isReplaced };
    }

    private List<MemoryJob> Resolve(IReadOnlyList<NewJob> jobs, InsertedJob[] answers, DateTimeOffset now)
    {
        var admitted = new List<MemoryJob>(jobs.Count);
        Dictionary<MemoryUniqueKey, MemoryJob>? siblings = null;
        for (var index = 0; index < jobs.Count; index++)
        {
            var job = Create(jobs[index], state.Jobs.LastId + 1 + admitted.Count, now);
            if (Rival(job, siblings, now) is { } rival)
            {
                answers[index] = new InsertedJob(new JobId(rival.Id), IsDuplicate: true);
                continue;
            }

            answers[index] = new InsertedJob(new JobId(job.Id), IsDuplicate: false);
            admitted.Add(job);
            if (job.Unique is { } claim)
            {
                (siblings ??= [])[claim.Key] = job;
            }
        }

        return admitted;
    }

    private MemoryJob Create(NewJob job, long id, DateTimeOffset now)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(job.Priority, JobDefaults.FirstPriority);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(job.Priority, JobDefaults.LastPriority);
        var due = job.Due.From(now);
        return new MemoryJob(id, job, state.Queue(job.Queue), now)
        {
            AvailableAt = due > now ? due : now,
            State = due > now ? JobState.Scheduled : JobState.Available,
        };
    }

    private MemoryJob? Rival(MemoryJob job, Dictionary<MemoryUniqueKey, MemoryJob>? siblings, DateTimeOffset now) =>
        job.Unique is { } claim && siblings?.GetValueOrDefault(claim.Key) is { } sibling && sibling.Unique!.Holds(sibling, now)
            ? sibling
            : state.Keys.Rival(job, now);
}
