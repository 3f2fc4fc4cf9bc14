using Microsoft.Extensions.Logging;

namespace Ostinato.Observing;

/// <summary>Log messages of observers. Event ids 612–619 are stable; see docs/reference/log-events.md.</summary>
internal static partial class ObservingLog
{
    [LoggerMessage(612, LogLevel.Error, "Observer {Observer} failed {Hook}. The job goes its way.")]
    public static partial void Failed(ILogger logger, string observer, string hook, Exception error);

    [LoggerMessage(613, LogLevel.Error, "Observer {Observer} took longer than {Timeout} {Hook} and was left behind. The job goes its way.")]
    public static partial void TimedOut(ILogger logger, string observer, string hook, TimeSpan timeout);

    [LoggerMessage(614, LogLevel.Error,
        "Observer {Observer} is not called {Hook} any more, until one of the {Hanging} calls that hang has ended.")]
    public static partial void Skipped(ILogger logger, string observer, string hook, int hanging);

    [LoggerMessage(615, LogLevel.Error,
        "Observers do not keep up: the ends of {Waiting} jobs wait to be told, and further ones are not told.")]
    public static partial void Dropped(ILogger logger, int waiting);

    [LoggerMessage(616, LogLevel.Error, "The end of job {Id} was not told to observers: the job could not be read.")]
    public static partial void NotFound(ILogger logger, JobId id, Exception error);
}
