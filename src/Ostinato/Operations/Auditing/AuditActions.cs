namespace Ostinato;

/// <summary>The names of actions in the audit log. Later versions add to them.</summary>
public static class AuditActions
{
    /// <summary>A job was made available.</summary>
    public const string RetryJob = "job.retry";

    /// <summary>A poison job was made available once more, to run alone.</summary>
    public const string QuarantineJob = "job.quarantine";

    /// <summary>A job was cancelled, or asked to stop.</summary>
    public const string CancelJob = "job.cancel";

    /// <summary>A job was removed.</summary>
    public const string DeleteJob = "job.delete";

    /// <summary>All jobs that match were made available.</summary>
    public const string RetryJobs = "jobs.retry";

    /// <summary>All jobs that match were cancelled.</summary>
    public const string CancelJobs = "jobs.cancel";

    /// <summary>All jobs that match were removed.</summary>
    public const string DeleteJobs = "jobs.delete";

    /// <summary>A job that waited was changed.</summary>
    public const string UpdateJob = "job.update";

    /// <summary>All jobs that match went to another queue.</summary>
    public const string MoveJobs = "jobs.move";

    /// <summary>A queue was paused.</summary>
    public const string PauseQueue = "queue.pause";

    /// <summary>A queue was resumed.</summary>
    public const string ResumeQueue = "queue.resume";

    /// <summary>A queue was given settings.</summary>
    public const string ConfigureQueue = "queue.configure";

    /// <summary>A queue lost its settings: configuration rules again.</summary>
    public const string ResetQueue = "queue.reset";

    /// <summary>A schedule was created or changed.</summary>
    public const string SetSchedule = "schedule.set";

    /// <summary>A schedule was paused.</summary>
    public const string PauseSchedule = "schedule.pause";

    /// <summary>A schedule was resumed.</summary>
    public const string ResumeSchedule = "schedule.resume";

    /// <summary>A schedule was run out of turn.</summary>
    public const string RunSchedule = "schedule.run";

    /// <summary>Past ticks of a schedule were made up for.</summary>
    public const string BackfillSchedule = "schedule.backfill";

    /// <summary>A schedule was removed.</summary>
    public const string DeleteSchedule = "schedule.delete";

    /// <summary>The breaker of a kind of jobs was opened.</summary>
    public const string OpenBreaker = "breaker.open";

    /// <summary>The breaker of a kind of jobs was closed.</summary>
    public const string CloseBreaker = "breaker.close";

    /// <summary>An action was undone.</summary>
    public const string Undo = "undo";
}
