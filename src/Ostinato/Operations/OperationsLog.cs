using Microsoft.Extensions.Logging;
using Ostinato.Storage;

namespace Ostinato.Operations;

/// <summary>Log messages of operations. Event ids 500–599 are stable; see docs/reference/log-events.md.</summary>
internal static partial class OperationsLog
{
    [LoggerMessage(500, LogLevel.Debug, "Removed {Count} jobs that had been {State} for more than {Age}.")]
    public static partial void Pruned(ILogger logger, long count, JobState state, TimeSpan age);

    [LoggerMessage(501, LogLevel.Information,
        "{Count} jobs that were set aside ({Reason}) are available again: this process has code for them.")]
    public static partial void Resumed(ILogger logger, int count, SuspensionReason reason);

    [LoggerMessage(502, LogLevel.Information, "Job {Id}: {Action} was asked for: {Result}.")]
    public static partial void Asked(ILogger logger, JobId id, string action, string result);

    [LoggerMessage(504, LogLevel.Information,
        "To {Action} all jobs of '{Filter}' was asked for by {Actor}: {Changed} of {Matched} were changed. {Reason}")]
    public static partial void ChangedAll(
        ILogger logger, string action, JobFilter filter, long changed, long matched, string? actor, string? reason);

    [LoggerMessage(510, LogLevel.Information, "Job {Id}: a change of {Changes} was asked for by {Actor}: {Result}. {Reason}")]
    public static partial void Updated(ILogger logger, JobId id, string changes, string? actor, UpdateResult result, string? reason);

    [LoggerMessage(511, LogLevel.Error,
        "The archive did not take {Count} jobs that are {State} and old enough to be removed. They stay; it is asked again in {Wait}.")]
    public static partial void ArchiveFailed(ILogger logger, int count, JobState state, TimeSpan wait, Exception error);

    [LoggerMessage(512, LogLevel.Information, "The archive takes jobs again; those that are old enough are removed.")]
    public static partial void ArchiveWorks(ILogger logger);

    [LoggerMessage(513, LogLevel.Debug, "Removed the results of {Count} jobs that had been completed for more than {Age}.")]
    public static partial void ResultsExpired(ILogger logger, long count, TimeSpan age);

    [LoggerMessage(503, LogLevel.Information, "Queue {Queue}: {Action}. {Reason}")]
    public static partial void QueueAsked(ILogger logger, string queue, string action, string? reason);

    [LoggerMessage(505, LogLevel.Information, "Queue {Queue}: {Actor} has set {Settings}. {Reason}")]
    public static partial void QueueConfigured(ILogger logger, string queue, QueueSettings settings, string actor, string? reason);

    [LoggerMessage(506, LogLevel.Information, "To undo row {Id} of the audit log was asked for by {Actor}: {Outcome}. {Text}")]
    public static partial void UndoAsked(ILogger logger, long id, string actor, UndoOutcome outcome, string text);

    [LoggerMessage(507, LogLevel.Warning, "The end of row {Id} of the audit log ({Outcome}) could not be written.")]
    public static partial void EndNotTold(ILogger logger, long id, string outcome, Exception error);

    [LoggerMessage(508, LogLevel.Debug, "Removed {Count} rows of the audit log that were older than {Age}.")]
    public static partial void AuditPruned(ILogger logger, long count, TimeSpan age);

    [LoggerMessage(509, LogLevel.Information, "What operators have set for queues has changed: {Queues}.")]
    public static partial void SettingsLearned(ILogger logger, string queues);

    [LoggerMessage(530, LogLevel.Warning,
        "What operators have set for queues cannot be read by this version; what was known before counts on: {Told}")]
    public static partial void SettingsUnreadable(ILogger logger, string? told);
}
