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
        var below = filter.After is not { } after ? long.MaxValue : after.TryGetNumber(out var number) ? number : 0;
        var jobs = state.Jobs.NewestFirst(below)
            .Where(job => Matches(job, filter))
            .Take(filter.Limit + 1)
            .Select(MemoryJobInfo.Of)
            .ToList();
        if (jobs.Count <= filter.Limit)
        {
            return new(new JobPage(jobs, Next: null));
        }

        jobs.RemoveAt(filter.Limit);
        return new(new JobPage(jobs, jobs[^1].Id));
    }

    public ValueTask<IReadOnlyList<QueueInfo>> QueuesAsync(JobStates counted, CancellationToken ct)
    {
        using var turn = state.Begin(ct);
        var now = turn.Now;
        return new([.. state.Queues.Values.OrderBy(queue => queue.Name, StringComparer.Ordinal)
            .Select(queue => Describe(queue, counted, now))
            .Where(queue => queue.Counts.Count > 0 || queue.IsPaused)]);
    }

    public ValueTask<IReadOnlyList<ProcessInfo>> ProcessesAsync(CancellationToken ct)
    {
        using var turn = state.Begin(ct);
        return new([.. state.Processes.Values
            .Select(process => new ProcessInfo(process.Identity, process.Description, process.StartedAt, process.LastBeatAt))]);
    }

    private static bool Matches(MemoryJob job, JobFilter filter) =>
        filter.States.Includes(job.State)
        && (filter.Queue is null || filter.Queue == job.Queue.Name)
        && (filter.Name is null || filter.Name == job.Name)
        && (filter.Tag is null || MemoryTags.Contain(job.Headers, filter.Tag));

    private static QueueInfo Describe(MemoryQueue queue, JobStates counted, DateTimeOffset now) => new()
    {
        Name = queue.Name,
        IsPaused = queue.IsPaused,
        PauseReason = queue.PauseReason,
        PausedAt = queue.PausedAt,
        Counts = queue.Counts.Index().Where(one => one.Item > 0 && counted.Includes((JobState)one.Index))
            .ToDictionary(one => (JobState)one.Index, one => (long)one.Item),
        OldestAvailable = queue.OldestAvailable() is { } since ? (now > since ? now - since : TimeSpan.Zero) : null,
    };
}
