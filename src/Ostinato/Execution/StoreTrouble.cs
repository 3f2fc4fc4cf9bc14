using Microsoft.Extensions.Logging;
using Ostinato.Telemetry;

namespace Ostinato.Execution;

/// <summary>What the loop does while the store does not answer: waits longer each time, degrades health, logs each reason once.</summary>
internal sealed class StoreTrouble : IDisposable
{
    private const int MostReasons = 10;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly HashSet<(Type, string)> _reasons = [];

    private readonly WorkerPulse _pulse;
    private readonly ILogger _logger;
    private readonly Action _tryAgain;
    private readonly ITimer _timer;
    private int _failures;
    private volatile bool _isWaiting;

    public StoreTrouble(WorkerPulse pulse, TimeProvider time, Action tryAgain, ILogger logger)
    {
        (_pulse, _tryAgain, _logger) = (pulse, tryAgain, logger);
        _timer = time.CreateTimer(
            static self => ((StoreTrouble)self!).EndWait(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether it is too early to try again. The loop is woken when it is time.</summary>
    public bool IsWaiting => _isWaiting;

    public void Over()
    {
        _pulse.StoreAnswered();
        if (_failures > 0)
        {
            ExecutionLog.StoreBack(_logger, _failures);
        }

        _failures = 0;
        _reasons.Clear();
    }

    /// <param name="error">What the store answered with.</param>
    /// <param name="outcomes">How many outcomes wait in memory.</param>
    public void Wait(Exception error, int outcomes)
    {
        var wait = TimeSpan.FromMilliseconds(Math.Min(LongestWait.TotalMilliseconds, 50 * Math.Pow(2, Math.Min(++_failures, 10))));
        _pulse.StoreFailed(error);
        if (_failures == 1)
        {
            ExecutionLog.StoreLost(_logger, outcomes, wait, error);
            _reasons.Add((error.GetType(), error.Message));
        }
        else if (_reasons.Count < MostReasons && _reasons.Add((error.GetType(), error.Message)))
        {
            ExecutionLog.StoreStillLost(_logger, _failures, outcomes, wait, error);
        }

        _isWaiting = true;
        _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();

    private void EndWait()
    {
        _isWaiting = false;
        _tryAgain();
    }
}
