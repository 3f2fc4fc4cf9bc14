namespace Ostinato.Testing;

/// <summary>
/// Counts the timers that one flow of calls has armed, so that a world can tell a handler that waits for the clock from one that works.
/// </summary>
/// <remarks>The clock calls it with its gate held.</remarks>
internal sealed class TimerOwner
{
    private static readonly AsyncLocal<TimerOwner?> Flow = new();

    private int _armed;
    private int _ticked;

    /// <summary>The owner of timers that this flow creates.</summary>
    public static TimerOwner? Current
    {
        get => Flow.Value;
        set => Flow.Value = value;
    }

    public bool HasTimer => Volatile.Read(ref _armed) > 0;

    public void Armed() => Volatile.Write(ref _armed, _armed + 1);

    public void Disarmed() => Volatile.Write(ref _armed, _armed - 1);

    /// <summary>A periodic timer fired and is armed again: what it woke may still be on its way.</summary>
    public void Ticked() => Volatile.Write(ref _ticked, 1);

    public bool TakeTicked() => Interlocked.Exchange(ref _ticked, 0) != 0;
}
