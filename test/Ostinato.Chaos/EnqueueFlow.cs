namespace Ostinato.Chaos;

/// <summary>Enqueues without a pause while faults happen.</summary>
internal sealed class EnqueueFlow : IAsyncDisposable
{
    private const int Portion = 15;
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _stop;
    private readonly Task _flowing;

    public EnqueueFlow(Enqueuer enqueuer, CancellationToken ct)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        _flowing = FlowAsync(enqueuer, ct);
    }

    /// <summary>Flows while something else is done. An error that no fault explains ends both.</summary>
    public async Task DuringAsync(Func<Task> action)
    {
        var acting = action();
        await await Task.WhenAny(acting, _flowing);
        await acting;
        await _stop.CancelAsync();
        await _flowing;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _flowing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task FlowAsync(Enqueuer enqueuer, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(Every, TimeProvider.System);
        while (!_stop.IsCancellationRequested)
        {
            await enqueuer.EnqueueAsync(Portion, ct);
            await timer.WaitForNextTickAsync(ct);
        }
    }
}
