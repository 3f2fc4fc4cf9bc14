namespace Ostinato.Storage;

internal sealed class MemoryQuery(MemoryState state) : IJobQuery
{
    public ValueTask<JobInfo?> GetAsync(JobId id, CancellationToken ct)
    {
        using var turn = state.Begin(ct);
        return new(state.Jobs.Find(id) is { } job ? MemoryJobInfo.InFull(job) : null);
    }

    public ValueTask<JobPage> ListAsync(JobFilter filter, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(filter);
        using var turn = state.Begin(ct);
        var asked = new PayloadFilter(filter);
        var jobs = (filter.IsByFinish ? LastFinishedFirst(filter) : NewestFirst(filter))
            .Where(job => Matches(job, filter, asked))
            .Take(filter.Limit + 1)
            .Select(MemoryJobInfo.Of)
            .ToList();
        if (jobs.Count <= filter.Limit)
        {
            return new(new JobPage(jobs, Next: null));
        }

        jobs.RemoveAt(filter.Limit);
        return new(new JobPage(jobs, new JobPosition(jobs[^1].Id, filter.IsByFinish ? jobs[^1].FinishedAt : null)));
    }

    public ValueTask<IReadOnlyDictionary<JobId, AttemptError>> LastErrorsAsync(IReadOnlyList<JobId> ids, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(ids);
        using var turn = state.Begin(ct);
        var errors = new Dictionary<JobId, AttemptError>();
        foreach (var id in ids)
        {
            if (state.Jobs.Find(id)?.Errors is { } kept)
            {
                errors[id] = kept.Last;
            }
        }

        return new(errors);
    }

    public ValueTask<IReadOnlyList<QueueInfo>> QueuesAsync(JobStates counted, CancellationToken ct)
    {
        using var turn = state.Begin(ct);
        var now = turn.Now;
        return new([.. state.Queues.Values.OrderBy(queue => queue.Name, StringComparer.Ordinal)
            .Select(queue => Describe(queue, counted, now))
            .Where(queue => queue.Counts.Count > 0 || queue.IsPaused)]);
    }

    public ValueTask<long> CountAvailableAsync(string queue, long atMost, CancellationToken ct)
    {
        using var turn = state.Begin(ct);
        return new(state.Queues.TryGetValue(queue, out var known) ? Math.Min(atMost, known.Counts[(int)JobState.Available]) : 0);
    }

    public ValueTask<IReadOnlyList<ProcessInfo>> ProcessesAsync(CancellationToken ct)
    {
        using var turn = state.Begin(ct);
        return new([.. state.Processes.Values
            .Select(process => new ProcessInfo(process.Identity, process.Description, process.StartedAt, process.LastBeatAt))]);
    }

    private IEnumerable<MemoryJob> NewestFirst(JobFilter filter) => state.Jobs.NewestFirst(Below(filter));

    private IEnumerable<MemoryJob> LastFinishedFirst(JobFilter filter)
    {
        var (below, seenTo) = (Below(filter), filter.After?.FinishedAt ?? DateTimeOffset.MaxValue);
        return state.Jobs.NewestFirst()
            .Where(job => job.State.IsFinal()
                && job.FinishedAt >= (filter.FinishedFrom ?? DateTimeOffset.MinValue)
                && job.FinishedAt < (filter.FinishedBefore ?? DateTimeOffset.MaxValue)
                && (job.FinishedAt < seenTo || (job.FinishedAt == seenTo && job.Id < below)))
            .OrderByDescending(job => job.FinishedAt).ThenByDescending(job => job.Id);
    }

    private static long Below(JobFilter filter) =>
        filter.After is not { } after ? long.MaxValue : after.Id.TryGetNumber(out var number) ? number : 0;

    private static bool Matches(MemoryJob job, JobFilter filter, PayloadFilter asked) =>
        filter.States.Includes(job.State)
        && (filter.Queue is null || filter.Queue == job.Queue.Name)
        && (filter.Name is null || StoredName.Parse(job.Name).IsAskedBy(filter))
        && (filter.Tag is null || MemoryTags.Contain(job.Headers, filter.Tag))
        && asked.Matches(job.Payload)
        && (filter.Error is not { } error || job.Errors?.Mention(error) == true);

    private static QueueInfo Describe(MemoryQueue queue, JobStates counted, DateTimeOffset now) => new()
    {
        Name = queue.Name,
        IsPaused = queue.IsPaused,
        PauseReason = queue.Said.PauseReason,
        PausedAt = queue.Said.PausedAt,
        Counts = queue.Counts.Index().Where(one => one.Item > 0 && counted.Includes((JobState)one.Index))
            .ToDictionary(one => (JobState)one.Index, one => (long)one.Item),
        OldestAvailable = queue.OldestAvailable() is { } since ? (now > since ? now - since : TimeSpan.Zero) : null,
    };
}
