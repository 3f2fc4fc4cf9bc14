using Microsoft.Extensions.Logging;
using Npgsql;

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
    private readonly Dictionary<ulong, WatchedTransaction> _open = [];
    private readonly CancellationTokenSource _stop = new();
    private Task _watching = Task.CompletedTask;
    private bool _isWatching;
    private bool _hasFailed;
    private TimeSpan _wait;

    /// <summary>Calls back when a transaction has ended, however it did, and says how long it was open.</summary>
    public void Watch(ulong transaction, Action<TimeSpan> ended)
    {
        lock (_lock)
        {
            _wait = Shortest;
            if (!_open.TryGetValue(transaction, out var open))
            {
                _open[transaction] = open = new WatchedTransaction(time);
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
        await _stop.CancelAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task WatchAsync()
    {
        while (GoesOn())
        {
            await Task.Delay(NextWait(), time, _stop.Token).ConfigureAwait(false);
            try
            {
                await LookAsync(Due()).ConfigureAwait(false);
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

    private async Task LookAsync(ulong[] transactions)
    {
        if (transactions.Length > 0)
        {
            var isOpen = await links.RunAsync(link => AskAsync(link, transactions), _stop.Token).ConfigureAwait(false);
            _hasFailed = false;
            Array.ForEach([.. transactions.Where((_, index) => !isOpen[index])], Close);
        }
    }

    private async Task<bool[]> AskAsync(Link link, ulong[] transactions)
    {
        try
        {
            return await ReadAsync(link, sql["status"], transactions).ConfigureAwait(false);
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.InvalidParameterValue)
        {
            // One of them has not been begun: the server that knew it is gone, and this one is behind it.
            return await ReadAsync(link, sql["status_of_begun"], transactions).ConfigureAwait(false);
        }
    }

    private static async Task<bool[]> ReadAsync(Link link, string statement, ulong[] transactions)
    {
        await using var trip = link.Trip().Add(statement).With(transactions);
        await using var reader = await trip.ReadAsync().ConfigureAwait(false);
        var isOpen = new bool[transactions.Length];
        for (var index = 0; await reader.ReadAsync().ConfigureAwait(false); index++)
        {
            isOpen[index] = !reader.IsDBNull(0) && reader.GetString(0) == "in progress";
        }

        return isOpen;
    }

    private bool GoesOn()
    {
        lock (_lock)
        {
            return _isWatching = _open.Count > 0;
        }
    }

    private ulong[] Due()
    {
        lock (_lock)
        {
            var due = _open.Where(open => open.Value.IsDue).ToList();
            due.ForEach(open => open.Value.Looked());
            return [.. due.Select(open => open.Key)];
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
        WatchedTransaction? closed;
        lock (_lock)
        {
            if (!_open.Remove(transaction, out closed))
            {
                return;
            }

            _wait = Shortest;
        }

        closed.Waiting.ForEach(ended => ended(closed.Age));
    }
}
