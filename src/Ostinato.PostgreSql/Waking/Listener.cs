using Microsoft.Extensions.Logging;
using Npgsql;

namespace Ostinato.PostgreSql;

/// <summary>
/// The one connection of a process that hears what others tell. It also holds a lock for each process that lives here: the server drops
/// it with the connection, so that a death shows at once.
/// </summary>
internal sealed class Listener(NpgsqlDataSource source, SqlFile sql, Wakes wakes, LifeLocks locks, TimeProvider time, ILogger logger)
    : IAsyncDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop = new();
    private Task _listening = Task.CompletedTask;
    private long _since;
    private volatile bool _hears;

    /// <summary>Whether notices arrive at this moment.</summary>
    public bool Hears => _hears;

    /// <summary>For how long notices have arrived without a break.</summary>
    public TimeSpan HearsFor => _hears ? time.GetElapsedTime(Volatile.Read(ref _since)) : TimeSpan.Zero;

    public void Start() => _listening = Task.Run(ListenAsync);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task ListenAsync()
    {
        for (var failures = 0; !_stop.IsCancellationRequested;)
        {
            try
            {
                await ListenOnceAsync(() => failures = 0).ConfigureAwait(false);
            }
            catch (Exception error) when (!_stop.IsCancellationRequested)
            {
                if (++failures == 1)
                {
                    Log.ListenFailed(logger, error);
                }

                var pause = TimeSpan.FromMilliseconds(50 * Math.Pow(2, Math.Min(failures - 1, 10)));
                await Task.Delay(pause < LongestPause ? pause : LongestPause, time, _stop.Token).ConfigureAwait(false);
            }
            finally
            {
                _hears = false;
            }
        }
    }

    private async Task ListenOnceAsync(Action connected)
    {
        await using var connection = await source.OpenConnectionAsync(_stop.Token).ConfigureAwait(false);
        connection.Notification += (_, notification) => wakes.Hear(Notice.Parse(notification.Payload));
        await using (var listen = new NpgsqlCommand(sql["listen"], connection))
        {
            await listen.ExecuteNonQueryAsync(_stop.Token).ConfigureAwait(false);
        }

        locks.ForgetHeld();
        await locks.HoldAsync(connection, _stop.Token).ConfigureAwait(false);
        connected();
        Volatile.Write(ref _since, time.GetTimestamp());
        _hears = true;

        // What was told while nobody listened.
        wakes.Hear(new Notice(null, WentBack: true));
        while (true)
        {
            await WaitAsync(connection).ConfigureAwait(false);
            await locks.HoldAsync(connection, _stop.Token).ConfigureAwait(false);
        }
    }

    // Until a notice comes, or a process joins or leaves.
    private async Task WaitAsync(NpgsqlConnection connection)
    {
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        using var registration = locks.OnChange(() => _ = wait.CancelAsync());
        try
        {
            await connection.WaitAsync(wait.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!_stop.IsCancellationRequested)
        {
            // There is a lock to take or to give back.
        }
    }
}
