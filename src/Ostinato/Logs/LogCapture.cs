using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using Ostinato.Hosting;

namespace Ostinato.Logs;

/// <summary>Knows of which kinds of jobs lines are kept, and begins the logs of their attempts. Follows the configuration.</summary>
internal sealed class LogCapture
{
    private readonly RunningLogs _running;
    private readonly LastGoodOptions<JobLogOptions> _options;
    private readonly TimeProvider _time;
    private volatile Plan _plan;

    public LogCapture(RunningLogs running, LastGoodOptions<JobLogOptions> options, TimeProvider time)
    {
        (_running, _options, _time) = (running, options, time);
        _plan = Read();
        options.Changed += () => _plan = Read();
    }

    /// <summary>Lets the lines of this flow of calls be kept, where that is wanted of the kind of job.</summary>
    public AttemptLog? Begin(JobContext context)
    {
        var plan = _plan;
        if (plan.Lowest == LogLevel.None)
        {
            return null;
        }

        var level = plan.Kinds.GetValueOrDefault(context.Name, plan.Options.Level);
        return _running.Current = level == LogLevel.None ? null : new AttemptLog(context, level, plan.Options, _time);
    }

    private Plan Read()
    {
        var options = _options.Value;
        var lowest = options.Kinds.Values.Append(options.Level).Min();
        _running.Lowest = lowest;
        return new Plan(options, lowest, options.Kinds.ToFrozenDictionary(StringComparer.Ordinal));
    }

    private sealed record Plan(JobLogOptions Options, LogLevel Lowest, FrozenDictionary<string, LogLevel> Kinds);
}
