using Microsoft.Extensions.Logging;

namespace Ostinato.Breakers;

/// <summary>Log messages of breakers. Event ids 320–329 are stable; see docs/reference/log-events.md.</summary>
internal static partial class BreakersLog
{
    [LoggerMessage(320, LogLevel.Error,
        "The breaker of {Name} is open until {Until}: {Failures} or more attempts failed and none succeeded within {Within}. Its jobs are "
        + "put back unharmed. {Reason}")]
    public static partial void Opened(
        ILogger logger, string name, DateTimeOffset? until, int failures, TimeSpan within, string? reason);

    [LoggerMessage(321, LogLevel.Warning, "The breaker of {Name} is open again until {Until}, because a probe failed: {Reason}")]
    public static partial void OpenedAgain(ILogger logger, string name, DateTimeOffset? until, string? reason);

    [LoggerMessage(322, LogLevel.Information, "The breaker of {Name} is half-open: job {Job} tries whether it works again.")]
    public static partial void HalfOpen(ILogger logger, string name, JobId job);

    [LoggerMessage(323, LogLevel.Information, "The breaker of {Name} is closed: a probe succeeded.")]
    public static partial void Closed(ILogger logger, string name);

    [LoggerMessage(324, LogLevel.Debug, "Job {Name} {Id} was put back for {Wait}: the breaker of its kind is not closed.")]
    public static partial void HeldBack(ILogger logger, string name, JobId id, TimeSpan wait);

    [LoggerMessage(325, LogLevel.Information, "The breaker of {Name}: {Action} was asked for. {Reason}")]
    public static partial void Asked(ILogger logger, string name, string action, string? reason);

    [LoggerMessage(326, LogLevel.Warning,
        "The store could not be asked whether job {Name} {Id} may run as a probe of its breaker; the job was put back.")]
    public static partial void ProbeRefused(ILogger logger, string name, JobId id, Exception error);
}
