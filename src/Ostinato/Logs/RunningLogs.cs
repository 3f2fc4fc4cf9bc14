using Microsoft.Extensions.Logging;

namespace Ostinato.Logs;

/// <summary>Finds the attempt to which the present flow of calls belongs. Asked for every line of the application.</summary>
/// <remarks>It needs nothing, because the application's loggers need it, and everything else may need a logger.</remarks>
internal sealed class RunningLogs
{
    private readonly AsyncLocal<AttemptLog?> _flow = new();
    private volatile LogLevel _lowest = LogLevel.None;

    /// <summary>From which level on lines are kept of any kind of job; none where nothing is kept, and no flow is looked at.</summary>
    public LogLevel Lowest
    {
        get => _lowest;
        set => _lowest = value;
    }

    /// <summary>The log of this flow of calls and of those that it begins; null where nothing is kept of it.</summary>
    public AttemptLog? Current
    {
        get => _flow.Value;
        set => _flow.Value = value;
    }

    /// <summary>The log that takes a line of this level, if there is one.</summary>
    public AttemptLog? Find(LogLevel level) =>
        level >= _lowest && level != LogLevel.None && _flow.Value is { } log && log.Takes(level) ? log : null;
}
