using Microsoft.Extensions.Logging;
using Ostinato.Chaos.Worker;

namespace Ostinato.TwoBuilds;

/// <summary>Writes into the ledger that a newer payload was set aside: events 330 and 331.</summary>
internal sealed class SetAsideLog(Ledger ledger) : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (eventId.Id is 330 or 331)
        {
            ledger.Write("set-aside", 0, 0);
        }
    }

    public void Dispose()
    {
    }
}
