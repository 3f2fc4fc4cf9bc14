using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Ostinato.Execution;

namespace Ostinato.Logs;

/// <summary>Gives the lines of the application to the attempt that logs them.</summary>
/// <remarks>
/// Not those of the engine: what it says of an attempt is in the job's state, reason and errors already, and what it says of keeping lines
/// must not become lines.
/// </remarks>
[ProviderAlias("Ostinato")]
internal sealed class AttemptLogProvider(RunningLogs running) : ILoggerProvider
{
    public const string OwnCategories = "Ostinato.";

    public ILogger CreateLogger(string categoryName) => categoryName.StartsWith(OwnCategories, StringComparison.Ordinal)
        ? NullLogger.Instance
        : new Logger(running, categoryName);

    public void Dispose()
    {
        // Nothing is held: what was logged belongs to the attempts.
    }

    private sealed class Logger(RunningLogs running, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => running.Find(logLevel) is not null;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (running.Find(logLevel) is { } log)
            {
                log.Add(logLevel, category, eventId, Text(state, exception, formatter), exception);
            }
        }

        private static string Text<TState>(TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            try
            {
                return formatter(state, exception);
            }
            catch (Exception error)
            {
                // A line that cannot be formatted fails where it is shown. Keeping it must not fail the job besides.
                return $"(its text cannot be read: {ErrorText.MessageOf(error)})";
            }
        }
    }
}
