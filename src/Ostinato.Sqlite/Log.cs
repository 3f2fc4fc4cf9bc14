using Microsoft.Extensions.Logging;

namespace Ostinato.Sqlite;

internal static partial class Log
{
    [LoggerMessage(2001, LogLevel.Warning, "Nothing could be written to '{File}'; {Operations} operations failed and may be tried again.")]
    public static partial void TurnFailed(ILogger logger, string file, int operations, Exception error);

    [LoggerMessage(2002, LogLevel.Error, "An observer of the store failed to take the signal for queue '{Queue}'.")]
    public static partial void ObserverFailed(ILogger logger, string? queue, Exception error);

    [LoggerMessage(2003, LogLevel.Warning, "The write-ahead log of '{File}' was not moved into the database; it is tried again later.")]
    public static partial void CheckpointFailed(ILogger logger, string file, Exception error);

    [LoggerMessage(2004, LogLevel.Warning, "Commits by other connections to '{File}' could not be looked for; it is tried again.")]
    public static partial void LookFailed(ILogger logger, string file, Exception error);

    [LoggerMessage(2005, LogLevel.Error, "The connection to '{File}' broke; a new one is opened.")]
    public static partial void ConnectionBroke(ILogger logger, string file, Exception error);

    [LoggerMessage(2006, LogLevel.Error, "'{File}' cannot be opened again; it is tried every second.")]
    public static partial void OpenFailed(ILogger logger, string file, Exception error);

    [LoggerMessage(2007, LogLevel.Information, "The tables in '{File}' are of version {Version} now; they were of version {From}.")]
    public static partial void Migrated(ILogger logger, string file, long from, int version);
}
