using Microsoft.Extensions.Logging;

namespace Ostinato.Statistics;

/// <summary>Log messages of statistics and observers. Event ids 610–629 are stable; see docs/reference/log-events.md.</summary>
internal static partial class StatisticsLog
{
    [LoggerMessage(610, LogLevel.Warning,
        "The store has not taken statistics for more than {Minutes} minutes; the earliest minute that waited was dropped.")]
    public static partial void Dropped(ILogger logger, int minutes);

    [LoggerMessage(611, LogLevel.Warning, "What this process counted in its last minute could not be written.")]
    public static partial void NotFlushed(ILogger logger, Exception error);
}
