using System.Collections.Concurrent;

namespace Ostinato.Telemetry;

/// <summary>What the health checks read: which loops turn, and whether the store answers.</summary>
internal sealed class WorkerPulse(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, (long At, TimeSpan Interval)> _loops = new(StringComparer.Ordinal);
    private volatile string? _storeError;
    private volatile string? _loopError;

    public bool IsRunning { get; set; }

    /// <summary>What the store last answered with, or null while it answers well.</summary>
    public string? StoreError => _storeError;

    /// <summary>What a loop last failed with, or null.</summary>
    public string? LoopError => _loopError;

    public void LoopTurned(string loop, TimeSpan interval) => _loops[loop] = (time.GetTimestamp(), interval);

    public void LoopFailed(string loop, Exception error) => _loopError = $"{loop}: {error.Message}";

    public void HeartbeatSucceeded() => _loopError = null;

    public void StoreFailed(Exception error) => _storeError = error.Message;

    public void StoreAnswered() => _storeError = null;

    /// <summary>Loops that have not turned for three of their intervals and a minute: longer than a slow store holds them up.</summary>
    public IReadOnlyList<string> StuckLoops() =>
        [.. _loops
            .Where(loop => time.GetElapsedTime(loop.Value.At) > (loop.Value.Interval * 3) + TimeSpan.FromMinutes(1))
            .Select(loop => loop.Key)];
}
