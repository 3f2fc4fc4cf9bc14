using Microsoft.Extensions.Logging;
using Ostinato.Storage;

namespace Ostinato.Execution;

/// <summary>Log messages of running jobs. Event ids 300–399 are stable; see docs/reference/log-events.md.</summary>
internal static partial class ExecutionLog
{
    public static void Ended(ILogger logger, in Acknowledgement end, Exception? error)
    {
        var (job, detail) = (end.Job, end.Detail);
        switch (end.End)
        {
            case AttemptEnd.Completed:
                Completed(logger, job.Name, job.Id, job.Attempt, end.Duration);
                break;
            case AttemptEnd.Retry:
                Failed(logger, job.Name, job.Id, job.Attempt, detail!.Due.In, detail.Due.At, error);
                break;
            case AttemptEnd.Discarded:
                Discarded(logger, job.Name, job.Id, job.Attempt, detail?.Reason, error);
                break;
            case AttemptEnd.Cancelled:
                Cancelled(logger, job.Name, job.Id, job.Attempt, detail?.Reason);
                break;
            default:
                PutBack(logger, job.Name, job.Id, end.End, detail?.Due.In);
                break;
        }
    }

    [LoggerMessage(300, LogLevel.Debug, "Job {Name} {Id} completed on attempt {Attempt} after {Duration}.")]
    private static partial void Completed(ILogger logger, string name, JobId id, int attempt, TimeSpan duration);

    [LoggerMessage(301, LogLevel.Warning, "Job {Name} {Id} failed on attempt {Attempt}; it runs again after {Wait}{At}.")]
    private static partial void Failed(
        ILogger logger, string name, JobId id, int attempt, TimeSpan? wait, DateTimeOffset? at, Exception? error);

    [LoggerMessage(302, LogLevel.Error, "Job {Name} {Id} was discarded on attempt {Attempt}: {Reason}")]
    private static partial void Discarded(ILogger logger, string name, JobId id, int attempt, string? reason, Exception? error);

    [LoggerMessage(303, LogLevel.Information, "Job {Name} {Id} was cancelled on attempt {Attempt}: {Reason}")]
    private static partial void Cancelled(ILogger logger, string name, JobId id, int attempt, string? reason);

    [LoggerMessage(304, LogLevel.Debug, "Job {Name} {Id} goes back ({End}), wait {Wait}.")]
    private static partial void PutBack(ILogger logger, string name, JobId id, AttemptEnd end, TimeSpan? wait);

    [LoggerMessage(305, LogLevel.Error, "Job {Name} {Id} was not run ({End}): {Reason}")]
    public static partial void NotRun(ILogger logger, string name, JobId id, AttemptEnd end, string? reason);

    [LoggerMessage(306, LogLevel.Error,
        "Job {Name} {Id} ignored its token ({StopReason}) for {Grace}; its attempt is abandoned, its slot stays taken "
        + "until the handler ends.")]
    public static partial void Abandoned(ILogger logger, string name, JobId id, StopReason stopReason, TimeSpan grace);

    [LoggerMessage(307, LogLevel.Warning,
        "The abandoned handler of job {Name} {Id} ended after {Duration} ({StopReason}); what it returned changes nothing.")]
    public static partial void EndedLate(ILogger logger, string name, JobId id, StopReason stopReason, TimeSpan duration);

    [LoggerMessage(308, LogLevel.Error,
        "What surrounds the handler of job {Name} {Id} failed: its scope, or a listener of the application.")]
    public static partial void ScopeFailed(ILogger logger, string name, JobId id, Exception error);

    [LoggerMessage(310, LogLevel.Error,
        "The store did not answer; outcomes of {Outcomes} jobs wait in memory. Trying again, next after {Wait}.")]
    public static partial void StoreLost(ILogger logger, int outcomes, TimeSpan wait, Exception error);

    [LoggerMessage(319, LogLevel.Error,
        "The store has not answered {Failures} times, now for another reason; outcomes of {Outcomes} jobs wait in memory. Trying again, "
        + "next after {Wait}.")]
    public static partial void StoreStillLost(ILogger logger, int failures, int outcomes, TimeSpan wait, Exception error);

    [LoggerMessage(311, LogLevel.Information, "The store answers again after {Failures} failures.")]
    public static partial void StoreBack(ILogger logger, int failures);

    [LoggerMessage(312, LogLevel.Warning,
        "Process {Process} was declared dead: {Running} running jobs were told to stop, {Outcomes} outcomes were refused. Joining again.")]
    public static partial void LostLease(ILogger logger, ProcessIdentity process, int running, int outcomes);

    [LoggerMessage(313, LogLevel.Information, "Process {Process} joined and serves {Queues}.")]
    public static partial void Joined(ILogger logger, ProcessIdentity process, string queues);

    [LoggerMessage(314, LogLevel.Information, "Stopping: {Waiting} jobs go back, {Running} running jobs have {Timeout} to finish.")]
    public static partial void Draining(ILogger logger, int waiting, int running, TimeSpan timeout);

    [LoggerMessage(315, LogLevel.Warning, "{Running} jobs did not finish within {Timeout}; their tokens are cancelled.")]
    public static partial void DrainTimedOut(ILogger logger, int running, TimeSpan timeout);

    [LoggerMessage(316, LogLevel.Information, "Process {Process} left.")]
    public static partial void Left(ILogger logger, ProcessIdentity process);

    [LoggerMessage(317, LogLevel.Debug,
        "Queue {Queue}: {Count} jobs that were fetched ahead go back; those that run take longer than jobs did before.")]
    public static partial void GaveBack(ILogger logger, string queue, int count);

    [LoggerMessage(327, LogLevel.Warning,
        "Job {Name} {Id} is in quarantine and runs alone: this process holds nothing else and takes nothing else until it has ended.")]
    public static partial void RunsAlone(ILogger logger, string name, JobId id);

    [LoggerMessage(328, LogLevel.Warning,
        "Job {Name} {Id} is in quarantine and must run alone; other jobs of this process did not end within {Patience}. It is put back "
        + "for {Wait}.")]
    public static partial void CouldNotRunAlone(ILogger logger, string name, JobId id, TimeSpan patience, TimeSpan wait);

    [LoggerMessage(318, LogLevel.Warning,
        "This process serves queue {Queue} and has no handler for '{Name}', which goes there. It sets such jobs aside until a process "
        + "has one.")]
    public static partial void NoHandler(ILogger logger, string name, string queue);

    [LoggerMessage(330, LogLevel.Warning,
        "Job {Name} {Id} has a payload of version {Version}, and this process knows versions up to {Known}. It is set aside for processes "
        + "that know it, and so are others of this version.")]
    public static partial void NewerPayload(ILogger logger, string name, JobId id, int version, int known);

    [LoggerMessage(331, LogLevel.Debug, "Job {Name} {Id}, of version {Version}, is set aside for processes that know it.")]
    public static partial void AnotherNewerPayload(ILogger logger, string name, JobId id, int version);
}
