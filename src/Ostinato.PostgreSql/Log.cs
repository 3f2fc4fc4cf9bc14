using Microsoft.Extensions.Logging;

namespace Ostinato.PostgreSql;

internal static partial class Log
{
    [LoggerMessage(3001, LogLevel.Error, "An observer of the store failed to take the signal for queue '{Queue}'.")]
    public static partial void ObserverFailed(ILogger logger, string? queue, Exception error);

    [LoggerMessage(3002, LogLevel.Warning, "Other processes could not be notified of new jobs; they find them by looking.")]
    public static partial void NotifyFailed(ILogger logger, Exception error);

    [LoggerMessage(3003, LogLevel.Warning, "PostgreSQL could not be looked at for changes; it is tried again.")]
    public static partial void LookFailed(ILogger logger, Exception error);

    [LoggerMessage(3004, LogLevel.Warning, "The connection to PostgreSQL that listens broke; a new one is opened.")]
    public static partial void ListenFailed(ILogger logger, Exception error);

    [LoggerMessage(3005, LogLevel.Information, "A pooler stands before PostgreSQL; nothing that belongs to a session is used.")]
    public static partial void PoolerFound(ILogger logger);

    [LoggerMessage(3007, LogLevel.Information, "Partition '{Part}' was dropped: none of its jobs had to be kept there.")]
    public static partial void PartDropped(ILogger logger, string part);

    [LoggerMessage(3008, LogLevel.Debug, "A partition could not be {What}, because somebody was in the way; it is tried again.")]
    public static partial void PartNotChanged(ILogger logger, string what, Exception error);

    [LoggerMessage(
        3009,
        LogLevel.Warning,
        "Partitions cannot be {What}; jobs are removed one by one. Let the user of the store own the tables and create in their schema.")]
    public static partial void PartsRefused(ILogger logger, string what, Exception? error);

    [LoggerMessage(3006, LogLevel.Information, "The schema '{Schema}' was brought from version {From} to version {To}.")]
    public static partial void Migrated(ILogger logger, string schema, int from, int to);
}
