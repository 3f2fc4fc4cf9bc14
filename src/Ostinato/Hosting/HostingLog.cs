using Microsoft.Extensions.Logging;

namespace Ostinato.Hosting;

/// <summary>Log messages of the set-up. Event ids 600–649 are stable; see docs/reference/log-events.md.</summary>
internal static partial class HostingLog
{
    [LoggerMessage(600, LogLevel.Error, "The configuration has changed, but not to anything valid; what was in force stays. {Failures}")]
    public static partial void ReloadRefused(ILogger logger, string failures);
}
