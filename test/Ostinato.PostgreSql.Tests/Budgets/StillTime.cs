namespace Ostinato.PostgreSql.Tests.Budgets;

/// <summary>Time that stands: what a store does every now and then it does not do, until time flies.</summary>
internal sealed class StillTime : TimeProvider
{
    private readonly TaskCompletionSource _isWaitedFor = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _flies = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when something waits for time to pass.</summary>
    public Task IsWaitedFor => _isWaitedFor.Task;

    public void Fly() => _flies.TrySetResult();

    public override long GetTimestamp() => 0;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        _isWaitedFor.TrySetResult();
        _ = RunAsync(callback, state);
        return new Nothing();
    }

    private async Task RunAsync(TimerCallback callback, object? state)
    {
        await _flies.Task;
        callback(state);
    }

    private sealed class Nothing : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
