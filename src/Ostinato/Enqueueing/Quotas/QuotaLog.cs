using Microsoft.Extensions.Logging;

namespace Ostinato;

/// <summary>Log messages of quotas. Event id 550 is stable; see docs/reference/log-events.md.</summary>
internal static partial class QuotaLog
{
    [LoggerMessage(550, LogLevel.Warning,
        "The jobs that wait in queue {Queue} could not be counted; until they can be, its limit (Ostinato:Client:MaxWaiting) counts with "
        + "what was known before.")]
    public static partial void CountFailed(ILogger logger, string queue, Exception error);
}
