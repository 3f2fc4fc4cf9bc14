using Microsoft.Extensions.Logging;
using Ostinato.Storage;

namespace Ostinato.PostgreSql;

/// <summary>
/// Looks every second whether a process of another store has lost the lock that shows its life, and says so when it has not come back half
/// a second later. While connections have only just come back it says nothing: others may still be on their way.
/// </summary>
internal sealed class DeathWatch(
    Links links, SqlFile sql, LifeLocks locks, Listener listener, Observers observers, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Confirmation = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stop = new();
    private Task _watching = Task.CompletedTask;
    private bool _hasFailed;

    public void Start() => _watching = Task.Run(WatchAsync);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task WatchAsync()
    {
        while (true)
        {
            await Task.Delay(Interval, time, _stop.Token).ConfigureAwait(false);
            if (!listener.AreOthers || listener.HearsFor < Settling)
            {
                continue;
            }

            try
            {
                await LookAsync().ConfigureAwait(false);
                _hasFailed = false;
            }
            catch (Exception error) when (!_stop.IsCancellationRequested)
            {
                if (!_hasFailed)
                {
                    Log.LookFailed(logger, error);
                }

                _hasFailed = true;
            }
        }
    }

    private async Task LookAsync()
    {
        var suspects = await links.RunAsync(SilentAsync, _stop.Token).ConfigureAwait(false);
        if (suspects.Count == 0)
        {
            return;
        }

        await Task.Delay(Confirmation, time, _stop.Token).ConfigureAwait(false);
        foreach (var gone in (await links.RunAsync(SilentAsync, _stop.Token).ConfigureAwait(false)).Intersect(suspects))
        {
            observers.Send(new StoreSignal(null) { Gone = gone });
        }
    }

    private async Task<List<ProcessBeat>> SilentAsync(Link link)
    {
        await using var trip = link.Trip().Add(sql["silent"]).With(locks.Mine);
        await using var reader = await trip.ReadAsync().ConfigureAwait(false);
        var silent = new List<ProcessBeat>();
        while (await reader.ReadAsync().ConfigureAwait(false))
        {
            silent.Add(new ProcessBeat(new ProcessIdentity(reader.GetInt32(0), reader.GetInt32(1)), reader.GetInt64(2)));
        }

        return silent;
    }
}
