namespace Ostinato.Storage;

/// <summary>The time in which one operation has the whole store for itself. Observers are called after it.</summary>
internal readonly ref struct MemoryTurn
{
    private readonly MemoryState _state;

    public MemoryTurn(MemoryState state)
    {
        _state = state;
        state.Gate.Enter();
        Now = state.Now;
    }

    public DateTimeOffset Now { get; }

    public void Dispose()
    {
        var pending = _state.Signals.Take();
        _state.Gate.Exit();
        if (pending.Length > 0)
        {
            _state.Signals.Send(pending);
        }
    }
}
