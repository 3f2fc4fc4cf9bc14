using System.Collections.Concurrent;

namespace Ostinato.Telemetry;

/// <summary>What the health checks read: which loops turn, and whether the store answers.</summary>
internal sealed class WorkerPulse(TimeProvider time)
{
    private static readonly TimeSpan SlowStore = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, (long At, TimeSpan Interval)> _loops = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _loopErrors = new(StringComparer.Ordinal);
    private long _turnBeganAt;
    private volatile string? _storeError;

    public bool IsRunning { get; set; }

    /// <summary>What the store last answered with, or null while it answers well.</summary>
    public string? StoreError => _storeError;

    /// <summary>What loops failed with in their last rounds, or null where all succeeded.</summary>
    public string? LoopErrors => _loopErrors.IsEmpty
        ? null
        : string.Join("; ", _loopErrors.OrderBy(loop => loop.Key, StringComparer.Ordinal).Select(loop => $"{loop.Key}: {loop.Value}"));

    public void LoopTurned(string loop, TimeSpan interval) => _loops[loop] = (time.GetTimestamp(), interval);

    public void LoopFailed(string loop, Exception error) => _loopErrors[loop] = error.Message;

    public void LoopSucceeded(string loop) => _loopErrors.TryRemove(loop, out _);

    public void StoreFailed(Exception error) => _storeError = error.Message;

    public void StoreAnswered() => _storeError = null;

    /// <summary>Watches one turn of the dispatcher until it is disposed of. An idle dispatcher does not turn, and is alive.</summary>
    public DispatcherTurn BeginTurn()
    {
        Volatile.Write(ref _turnBeganAt, Math.Max(1, time.GetTimestamp()));
        return new DispatcherTurn(this);
    }

    /// <summary>
    /// Loops that have not turned for three of their intervals and a minute, longer than a slow store holds them up; and the dispatcher,
    /// where one of its turns takes so long.
    /// </summary>
    public IReadOnlyList<string> StuckLoops()
    {
        List<string> stuck = [.. _loops.Where(loop => IsStuck(loop.Value.At, loop.Value.Interval)).Select(loop => loop.Key)];
        if (Volatile.Read(ref _turnBeganAt) is var began && began != 0 && IsStuck(began, TimeSpan.Zero))
        {
            stuck.Add("dispatcher");
        }

        return stuck;
    }

    private bool IsStuck(long turnedAt, TimeSpan interval) => time.GetElapsedTime(turnedAt) > (interval * 3) + SlowStore;

    /// <summary>A turn that is under way.</summary>
    internal readonly struct DispatcherTurn(WorkerPulse pulse) : IDisposable
    {
        public void Dispose() => Volatile.Write(ref pulse._turnBeganAt, 0);
    }
}
