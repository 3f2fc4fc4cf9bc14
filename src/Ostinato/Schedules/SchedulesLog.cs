using Microsoft.Extensions.Logging;

namespace Ostinato.Schedules;

/// <summary>Log messages of schedules. Event ids 650–699 are stable; see docs/reference/log-events.md.</summary>
internal static partial class SchedulesLog
{
    [LoggerMessage(650, LogLevel.Debug, "Schedule {Schedule}: the tick of {At} ran as job {Job}.")]
    public static partial void Ran(ILogger logger, string schedule, DateTimeOffset at, JobId? job);

    [LoggerMessage(651, LogLevel.Information, "Schedule {Schedule}: the tick of {At} was {Outcome}: {Reason}.")]
    public static partial void DidNotRun(ILogger logger, string schedule, DateTimeOffset at, TickOutcome outcome, string? reason);

    [LoggerMessage(652, LogLevel.Information, "Schedule {Schedule} is new: {Expression} ({Zone}), next at {NextAt}.")]
    public static partial void Added(ILogger logger, string schedule, string expression, string zone, DateTimeOffset? nextAt);

    [LoggerMessage(653, LogLevel.Information, "Schedule {Schedule} has changed in code: {Expression} ({Zone}), next at {NextAt}.")]
    public static partial void Changed(ILogger logger, string schedule, string expression, string zone, DateTimeOffset? nextAt);

    [LoggerMessage(654, LogLevel.Warning,
        "Schedule {Schedule} came from code, and the code of this process does not name it. It goes on until somebody deletes it: "
        + "IJobAdmin.Schedules.DeleteAsync(\"{Schedule}\").")]
    public static partial void LeftCode(ILogger logger, string schedule);

    [LoggerMessage(655, LogLevel.Information,
        "Schedule {Schedule} is in code, and an operator has changed it. What the operator said counts.")]
    public static partial void Overridden(ILogger logger, string schedule);

    [LoggerMessage(656, LogLevel.Error, "Schedule {Schedule} cannot fire in this process.")]
    public static partial void CannotFire(ILogger logger, string schedule, Exception error);

    [LoggerMessage(658, LogLevel.Information,
        "Schedule {Schedule} is left to other processes: this one has no code for {Job}.")]
    public static partial void LeftToOthers(ILogger logger, string schedule, string job);

    [LoggerMessage(659, LogLevel.Warning,
        "Schedule {Schedule} was due at {At}, and no running process has code for {Job}. Its ticks wait for one, as long as its catch-up "
        + "says, and are missed then.")]
    public static partial void NobodyHasCode(ILogger logger, string schedule, DateTimeOffset? at, string job);

    [LoggerMessage(657, LogLevel.Information, "Schedule {Schedule}: {Action}. {Reason}")]
    public static partial void Asked(ILogger logger, string schedule, string action, string? reason);
}
