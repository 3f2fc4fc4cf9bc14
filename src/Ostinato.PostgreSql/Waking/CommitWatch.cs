using Microsoft.Extensions.Logging;

namespace Ostinato.PostgreSql;

/// <summary>
/// Finds out when callers' transactions with jobs in them have ended, and tells who waits for that. It asks the server for the state of all
/// of them at once, more and more seldom while none ends.
/// </summary>
internal sealed class CommitWatch(Links links, SqlFile sql, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(4);
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(250);

    private readonly Lock _lock = new();
    private readonly Dictionary<ulong, (List<Action<TimeSpan>> Waiting, long Since)> _open = [];
    private readonly CancellationTokenSource _stop = new();
    private Task _watching = Task.CompletedTask;
    private bool _isWatching;
    private TimeSpan _wait;

    /// <summary>Calls back when a transaction has ended, however it did, and says how long it was open.</summary>
    public void Watch(ulong transaction, Action<TimeSpan> ended)
    {
        lock (_lock)
        {
            _wait = Shortest;
            if (!_open.TryGetValue(transaction, out var open))
            {
                _open[transaction] = open = ([], time.GetTimestamp());
            }

            open.Waiting.Add(ended);
            if (!_isWatching)
            {
                _isWatching = true;
                _watching = Task.Run(WatchAsync);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task WatchAsync()
    {
        while (Open() is { Length: > 0 } transactions)
        {
            await Task.Delay(NextWait(), time, _stop.Token).ConfigureAwait(false);
            try
            {
                var isOpen = await links.RunAsync(link => LookAsync(link, transactions), _stop.Token).ConfigureAwait(false);
                Array.ForEach([.. transactions.Where((_, index) => !isOpen[index])], Close);
            }
            catch (Exception error) when (!_stop.IsCancellationRequested)
            {
                Log.LookFailed(logger, error);
            }
        }
    }

    private async Task<bool[]> LookAsync(Link link, ulong[] transactions)
    {
        await using var trip = link.Trip().Add(sql["status"]).With(transactions);
        await using var reader = await trip.ReadAsync().ConfigureAwait(false);
        var isOpen = new bool[transactions.Length];
        for (var index = 0; await reader.ReadAsync().ConfigureAwait(false); index++)
        {
            isOpen[index] = !reader.IsDBNull(0) && reader.GetString(0) == "in progress";
        }

        return isOpen;
    }

    private ulong[] Open()
    {
        lock (_lock)
        {
            _isWatching = _open.Count > 0;
            return [.. _open.Keys];
        }
    }

    private TimeSpan NextWait()
    {
        lock (_lock)
        {
            var wait = _wait;
            _wait = wait * 2 < Longest ? wait * 2 : Longest;
            return wait;
        }
    }

    private void Close(ulong transaction)
    {
        (List<Action<TimeSpan>> Waiting, long Since) closed;
        lock (_lock)
        {
            if (!_open.Remove(transaction, out closed))
            {
                return;
            }

            _wait = Shortest;
        }

        closed.Waiting.ForEach(ended => ended(time.GetElapsedTime(closed.Since)));
    }
}
