namespace Ostinato.Storage;

internal sealed class MemoryQueueControl(MemoryState state) : IQueueControl
{
    public ValueTask PauseAsync(string queue, string? reason, CancellationToken ct)
    {
        ArgumentException.ThrowIfNullOrEmpty(queue);
        using var turn = state.Begin(ct);
        var paused = state.Queue(queue);
        paused.PausedAt ??= turn.Now;
        paused.PauseReason = reason;
        state.Signals.Add(null);
        return ValueTask.CompletedTask;
    }

    public ValueTask ResumeAsync(string queue, CancellationToken ct)
    {
        ArgumentException.ThrowIfNullOrEmpty(queue);
        using var turn = state.Begin(ct);
        if (state.Queues.TryGetValue(queue, out var resumed))
        {
            (resumed.PausedAt, resumed.PauseReason) = (null, null);
            state.Places.Forget(resumed);
            state.Signals.Add(null);
        }

        return ValueTask.CompletedTask;
    }
}
