using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Ostinato.PostgreSql.Tests.BadInput;

/// <summary>Keeps the warnings and errors of Ostinato in one process. What the checks of health say is said at every look.</summary>
internal sealed class OutageLog(string host, ConcurrentQueue<OutageLine> lines) : ILoggerProvider, ILogger
{
    private readonly long _since = TimeProvider.System.GetTimestamp();

    public ILogger CreateLogger(string categoryName) =>
        categoryName.StartsWith("Ostinato.", StringComparison.Ordinal) ? this : NullLogger.Instance;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            lines.Enqueue(new OutageLine(
                TimeProvider.System.GetElapsedTime(_since), host, logLevel, eventId.Id,
                $"{formatter(state, exception)} {exception?.Message}"));
        }
    }

    public void Dispose()
    {
    }
}

/// <summary>What a process had to say.</summary>
public sealed record OutageLine(TimeSpan At, string Host, LogLevel Level, int Id, string Text);
