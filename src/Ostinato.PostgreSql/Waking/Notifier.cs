using Microsoft.Extensions.Logging;

namespace Ostinato.PostgreSql;

/// <summary>
/// Sends notices to other processes after the commits they tell of, in commits of its own, many notices in one: whoever waits for a commit
/// waits for no notification.
/// </summary>
internal sealed class Notifier(Links links, SqlFile sql, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _closing = new();
    private HashSet<Notice> _gathering = [];
    private Task _sending = Task.CompletedTask;
    private bool _isSending;
    private bool _isClosed;
    private bool _hasFailed;

    public void Send(Notice notice)
    {
        lock (_lock)
        {
            if (_isClosed)
            {
                return;
            }

            _gathering.Add(notice);
            if (!_isSending)
            {
                _isSending = true;
                _sending = Task.Run(SendAllAsync);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task sending;
        lock (_lock)
        {
            _isClosed = true;
            sending = _sending;
        }

        // What has gathered still goes; only the pause is cut short.
        await _closing.CancelAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await sending.ConfigureAwait(false);
        _closing.Dispose();
    }

    private async Task SendAllAsync()
    {
        while (Take() is { Count: > 0 } notices)
        {
            await SendAsync(notices).ConfigureAwait(false);
            await Task.Delay(Pause, time, _closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private HashSet<Notice> Take()
    {
        lock (_lock)
        {
            var taken = _gathering;
            _gathering = [];
            _isSending = taken.Count > 0;
            return taken;
        }
    }

    private async Task SendAsync(HashSet<Notice> notices)
    {
        try
        {
            string[] texts = [.. notices.Select(notice => notice.Text)];
            await links.RunAsync(
                async link =>
                {
                    await using var trip = link.Trip().Add(sql["notify"]).With(texts);
                    return await trip.RunAsync().ConfigureAwait(false);
                },
                CancellationToken.None).ConfigureAwait(false);
            _hasFailed = false;
        }
        catch (Exception error)
        {
            // Whoever is not told finds out by looking.
            if (!_hasFailed)
            {
                Log.NotifyFailed(logger, error);
            }

            _hasFailed = true;
        }
    }
}
