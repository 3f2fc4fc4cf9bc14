using Microsoft.Extensions.Logging;

namespace Ostinato.Notes;

/// <summary>Log messages of what attempts tell. Event ids 540–549 are stable; see docs/reference/log-events.md.</summary>
internal static partial class NotesLog
{
    [LoggerMessage(540, LogLevel.Warning,
        "Progress and log lines of running jobs could not be written; they are tried again every second.")]
    public static partial void Lost(ILogger logger, Exception error);

    [LoggerMessage(541, LogLevel.Information, "Progress and log lines of running jobs are written again.")]
    public static partial void Back(ILogger logger);

    [LoggerMessage(542, LogLevel.Warning, "The last progress and log lines of job {Name} {Id} were not written before its outcome.")]
    public static partial void LastLost(ILogger logger, string name, JobId id, Exception error);
}
