namespace Ostinato.Execution;

/// <summary>Counts what the engine has in hand: wake-ups that no loop has answered to the end, and lanes that run.</summary>
/// <remarks>At zero only a caller, another process or time itself can change anything; the testing kit moves its clock then.</remarks>
internal sealed class WorkInHand
{
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public void Begin() => Interlocked.Increment(ref _count);

    public void End() => Interlocked.Decrement(ref _count);
}
