using Microsoft.Extensions.Logging;
using Ostinato.Storage;

namespace Ostinato.Processes;

/// <summary>Log messages of processes. Event ids 400–499 are stable; see docs/reference/log-events.md.</summary>
internal static partial class ProcessLog
{
    [LoggerMessage(400, LogLevel.Warning,
        "Process {Process} is dead: {Returned} jobs went back to their queues, {Poisoned} were set aside as poison, "
        + "{Cancelled} were cancelled.")]
    public static partial void Reaped(ILogger logger, ProcessIdentity process, int returned, int poisoned, int cancelled);

    [LoggerMessage(401, LogLevel.Error, "The background loop '{Loop}' failed; it goes on, next after {Wait}.")]
    public static partial void LoopFailed(ILogger logger, string loop, TimeSpan wait, Exception error);

    [LoggerMessage(402, LogLevel.Information, "The background loop '{Loop}' works again.")]
    public static partial void LoopRecovered(ILogger logger, string loop);

    [LoggerMessage(403, LogLevel.Warning,
        "Process {Process} could not say goodbye; the others take back what it held once they miss its heartbeat.")]
    public static partial void LeaveFailed(ILogger logger, ProcessIdentity process, Exception error);
}
