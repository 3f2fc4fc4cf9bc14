using Microsoft.Extensions.Logging;
using Ostinato.Telemetry;

namespace Ostinato.Processes;

/// <summary>Tells of the rounds of one loop: its health after each, a log line at each change of state.</summary>
internal sealed class LoopHealth(string name, TimeSpan retryAfter, WorkerPulse pulse, ILogger logger)
{
    private bool _failing;

    public void Succeeded()
    {
        if (_failing)
        {
            ProcessLog.LoopRecovered(logger, name);
        }

        _failing = false;
        pulse.LoopSucceeded(name);
    }

    public void Failed(Exception error)
    {
        if (!_failing)
        {
            ProcessLog.LoopFailed(logger, name, retryAfter, error);
        }

        _failing = true;
        pulse.LoopFailed(name, error);
    }
}
