namespace Ostinato.Operations;

/// <summary>What changes must not ask, whatever the job.</summary>
internal static class JobChangesRules
{
    public static void Check(JobChanges changes, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(changes);
        var complaint = changes switch
        {
            { RunAt: not null, Delay: not null } => "There are both RunAt and Delay. Give one.",
            { Payload: not null, PayloadJson: not null } => "There are both Payload and PayloadJson. Give one.",
            { Deadline: { } deadline } when deadline <= now =>
                $"The deadline has passed: {deadline:u}. It is {now:u}. Nothing was changed.",
            _ when !changes.Names.Any() => "There is nothing to change. Set at least one member.",
            _ => null,
        };
        if (complaint is not null)
        {
            throw new ArgumentException(complaint, nameof(changes));
        }

        if (changes.Priority is < JobDefaults.FirstPriority or > JobDefaults.LastPriority)
        {
            throw new ArgumentOutOfRangeException(
                nameof(changes),
                changes.Priority,
                $"The priority must be {JobDefaults.FirstPriority} (first) to {JobDefaults.LastPriority} (last).");
        }

        if (changes.Queue is { } queue)
        {
            JobName.ValidQueue(queue, "update");
        }
    }

    /// <summary>A job that may not start before its deadline would only wait to be discarded.</summary>
    public static void RequireStartBeforeDeadline(JobInfo job, JobHeaders headers, DateTimeOffset starts)
    {
        if (headers.Deadline?.MomentFor(job.EnqueuedAt) is { } deadline && deadline <= starts)
        {
            throw new ArgumentException(
                $"Job {job.Id} '{job.Name}' would start at {starts:u}, after its deadline of {deadline:u}. Give it a later Deadline, too. "
                + "Nothing was changed.");
        }
    }
}
