namespace Ostinato.Storage;

/// <summary>Says what is known of a job.</summary>
internal static class MemoryJobInfo
{
    public static JobInfo InFull(MemoryJob job) => Of(job) with
    {
        // Spelled out: a null array would become an empty result, not none.
        Result = job.Result is null ? default(ReadOnlyMemory<byte>?) : new ReadOnlyMemory<byte>(job.Result),
        Errors = job.Errors?.ToArray() ?? [],
        Notes = MemoryNotes.LatestOf(job),
    };

    /// <summary>Errors and result left out.</summary>
    public static JobInfo Of(MemoryJob job)
    {
        var isExecuting = job.State == JobState.Executing;
        return new JobInfo
        {
            Id = new JobId(job.Id),
            Name = job.Name,
            Queue = job.Queue.Name,
            Priority = job.Priority,
            State = job.State,
            Attempt = isExecuting ? job.Spent + 1 : job.Spent,
            Crashes = job.Crashes,
            EnqueuedAt = job.EnqueuedAt,
            DueAt = job.State is JobState.Scheduled or JobState.Retryable ? job.AvailableAt : null,
            ClaimedAt = job.Claim?.ClaimedAt,
            FinishedAt = job.State.IsFinal() ? job.FinishedAt : null,
            Duration = job.State.IsFinal() ? job.Duration : null,
            Process = job.Holder?.Identity,
            Reason = job.Reason,
            Suspension = job.Suspension,
            IsCancelRequested = job.CancelReason is not null,
            Payload = job.Payload,
            Headers = job.Headers,
        };
    }
}
