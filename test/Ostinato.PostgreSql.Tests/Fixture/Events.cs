using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Ostinato.PostgreSql.Tests.Fixture;

/// <summary>Keeps what a store logs.</summary>
internal sealed class Events : ILogger<PostgreSqlJobStore>
{
    private readonly ConcurrentQueue<(int Id, LogLevel Level, string Text)> _all = new();

    public int Count(int id) => _all.Count(one => one.Id == id);

    public (int Id, LogLevel Level, string Text) Single(int id) => _all.Where(one => one.Id == id).ShouldHaveSingleItem();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _all.Enqueue((eventId.Id, logLevel, formatter(state, exception)));
}
