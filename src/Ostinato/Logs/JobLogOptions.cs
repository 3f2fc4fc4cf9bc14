using Microsoft.Extensions.Logging;

namespace Ostinato;

/// <summary>
/// Which of the lines that are logged while a job runs are kept with it. Configuration section <c>Ostinato:Logs</c> overrides what code
/// says. By default none are. Reloadable.
/// </summary>
/// <remarks>
/// What the application's own filters (<c>Logging:LogLevel</c>) do not let through is not kept either;
/// <c>Logging:Ostinato:LogLevel</c> is the filter of what is kept alone.
/// </remarks>
public sealed class JobLogOptions
{
    /// <summary>From which level on lines are kept, for all kinds of jobs. Default <see cref="LogLevel.None"/>: no lines.</summary>
    public LogLevel Level { get; set; } = LogLevel.None;

    /// <summary>Other levels for kinds of jobs, by wire name. Configuration: <c>Kinds:{name}</c>. Default: none.</summary>
    public IDictionary<string, LogLevel> Kinds { get; } = new Dictionary<string, LogLevel>(StringComparer.Ordinal);

    /// <summary>
    /// How much is kept of one attempt, in bytes of JSON: three quarters for its first lines, one for its last. Default 65,536, 16,384 to
    /// 1,048,576.
    /// </summary>
    public int MaxAttemptBytes { get; set; } = 64 * 1024;

    /// <summary>
    /// How much is kept of the text of a line, and of its exception, in bytes of JSON. Default 4,096, 256 to a sixteenth of
    /// <see cref="MaxAttemptBytes"/>.
    /// </summary>
    public int MaxLineBytes { get; set; } = 4 * 1024;
}
