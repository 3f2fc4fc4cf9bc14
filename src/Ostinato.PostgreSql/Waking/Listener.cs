using Microsoft.Extensions.Logging;
using Npgsql;

namespace Ostinato.PostgreSql;

/// <summary>The one connection of a process that hears what others tell.</summary>
internal sealed class Listener(NpgsqlDataSource source, SqlFile sql, Wakes wakes, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop = new();
    private Task _listening = Task.CompletedTask;
    private volatile bool _hears;

    /// <summary>Whether notices arrive at this moment.</summary>
    public bool Hears => _hears;

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

                var pause = TimeSpan.FromMilliseconds(50 * Math.Pow(2, Math.Min(failures, 10)));
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

        connected();
        _hears = true;

        // What was told while nobody listened.
        wakes.Hear(new Notice(null, WentBack: true));
        while (true)
        {
            await connection.WaitAsync(_stop.Token).ConfigureAwait(false);
        }
    }
}
