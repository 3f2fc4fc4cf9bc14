namespace Ostinato.Storage;

/// <summary>Changes a job that waits.</summary>
internal sealed class MemoryUpdater(MemoryState state)
{
    public UpdateResult Update(MemoryJob job, JobUpdate update, DateTimeOffset now)
    {
        if (Refusal(job, update, now) is { } refusal)
        {
            return refusal;
        }

        var (queue, priority) = (update.Queue is { } name ? state.Queue(name) : job.Queue, update.Priority ?? job.Priority);
        var due = update.Due?.From(now) ?? (job.State == JobState.Available ? now : job.AvailableAt);
        if (queue != job.Queue || priority != job.Priority || (update.Due is not null && !(job.State == JobState.Available && due <= now)))
        {
            state.Places.Move(job, queue, priority, due, now);
        }

        if (update.Due is not null)
        {
            state.Keys.Take(job);
        }

        job.Payload = update.Payload?.ToArray() ?? job.Payload;
        job.Headers = update.Headers?.Wanted.ToArray() ?? job.Headers;
        return UpdateResult.Updated;
    }

    private UpdateResult? Refusal(MemoryJob job, JobUpdate update, DateTimeOffset now) =>
        job.State == JobState.Executing ? UpdateResult.Executing
        : job.State.IsFinal() ? UpdateResult.AlreadyFinal
        : job.State == JobState.Suspended && update.Due is not null ? UpdateResult.Suspended
        : update.Headers is { } headers && !headers.IsUpToDate(job.Headers) ? UpdateResult.Outdated
        : update.Due is not null && state.Keys.Rival(job, now) is not null ? UpdateResult.Conflict
        : null;
}
