namespace Ostinato.PostgreSql;

/// <summary>
/// Cancels what the driver does, after a time or when the caller wants it. A connection that breaks at that very moment makes the driver
/// throw at whoever cancels: thrown at a timer, such as that of <c>CancelAfter</c>, it would end the process. Here nobody gets it; what was
/// cancelled fails by itself.
/// </summary>
internal sealed class Patience : IDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly CancellationTokenRegistration _registration;
    private ITimer? _timer;

    public Patience(CancellationToken ct) => _registration = ct.UnsafeRegister(End, null);

    public CancellationToken Token => _end.Token;

    public void EndAfter(TimeSpan time) => _timer = TimeProvider.System.CreateTimer(End, null, time, Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        _registration.Dispose();
        _timer?.Dispose();
        _end.Dispose();
    }

    private void End(object? state)
    {
        try
        {
            _ = _end.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // What was waited for has ended meanwhile.
        }
    }
}
