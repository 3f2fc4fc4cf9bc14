using Microsoft.Extensions.Logging;

namespace Ostinato.PostgreSql;

/// <summary>
/// Looks for jobs in the queues that this process claims from. What it finds is the truth; a notice only makes it early. Without notices
/// it looks every few milliseconds while there is work, and more and more seldom while there is none.
/// </summary>
/// <remarks>
/// A claim passes over what another claim has locked at that moment, and nobody tells when that one leaves a part of it. So a claim that
/// got less than it asked for is followed by a look everywhere, as what was left may stand below the floors by now: soon where this has
/// helped, less soon where it has not.
/// </remarks>
internal sealed class Lookout(
    Links links, SqlFile sql, Observers observers, ScanMemory memory, Names queues, Func<bool> hears, TimeProvider time, ILogger logger)
    : IAsyncDisposable
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Hearing = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Failing = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Busy = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private Task _looking = Task.CompletedTask;
    private long _foundAt;
    private bool _hasFailed;
    private TaskCompletionSource _isAsked = NewSignal();
    private TimeSpan _soon = Shortest;
    private volatile bool _hasHelped;
    private volatile bool _hasFound;
    private bool _looksEverywhere;

    public void Start()
    {
        _foundAt = time.GetTimestamp();
        _looking = Task.Run(LookAsync);
    }

    /// <summary>Takes note of what claims of this process asked for and got.</summary>
    public void Claimed(int asked, int got)
    {
        _hasHelped |= _hasFound && got > 0;
        _hasFound = false;
        if (got < asked)
        {
            Volatile.Read(ref _isAsked).TrySetResult();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _looking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task LookAsync()
    {
        while (true)
        {
            await WaitAsync().ConfigureAwait(false);
            try
            {
                await LookOnceAsync().ConfigureAwait(false);
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

    private async Task WaitAsync()
    {
        var asked = _isAsked.Task;
        using (var pause = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token))
        {
            await Task.WhenAny(Task.Delay(Pause(), time, pause.Token), asked).ConfigureAwait(false);
            await pause.CancelAsync().ConfigureAwait(false);
        }

        _stop.Token.ThrowIfCancellationRequested();
        _looksEverywhere = asked.IsCompleted;
        if (asked.IsCompleted)
        {
            _soon = _hasHelped ? Shortest : _soon * 2 < Longest ? _soon * 2 : Longest;
            _hasHelped = false;
            await Task.Delay(_soon, time, _stop.Token).ConfigureAwait(false);
            Volatile.Write(ref _isAsked, NewSignal());
        }
    }

    private TimeSpan Pause()
    {
        if (_hasFailed)
        {
            return Failing;
        }

        if (hears())
        {
            return Hearing;
        }

        // A tenth of the time since something was found: quick while there is work, slow when there was none for long.
        var idle = time.GetElapsedTime(_foundAt);
        return idle < Busy ? Shortest : idle / 100 < Longest ? TimeSpan.FromTicks(Math.Max(Shortest.Ticks, idle.Ticks / 100)) : Longest;
    }

    private async Task LookOnceAsync()
    {
        if (_looksEverywhere)
        {
            memory.Forget();
        }

        await queues.FindAsync([.. memory.Queues], _stop.Token).ConfigureAwait(false);
        var asked = memory.Queues
            .Where(name => queues.TryKnown(name, out _))
            .SelectMany(name => memory.Of(name).Plan(looksForSuspects: true).Select(probe => (Queue: queues.Known(name), Probe: probe)))
            .ToArray();
        if (asked.Length == 0)
        {
            return;
        }

        var found = await links.RunAsync(link => LookAsync(link, asked), _stop.Token).ConfigureAwait(false);
        if (found.Count > 0)
        {
            _foundAt = time.GetTimestamp();
            _hasFound = true;
            found.ForEach(queue => Signal(queues.NameOf(queue)));
        }
    }

    private void Signal(string queue)
    {
        if (_looksEverywhere)
        {
            memory.Forget(queue);
        }

        observers.Send(queue);
    }

    private async Task<List<int>> LookAsync(Link link, (int Queue, Probe Probe)[] asked)
    {
        await using var trip = link.Trip()
            .Add(sql["pin"])
            .Add(sql["look"])
            .With(Array.ConvertAll(asked, one => one.Queue))
            .With(Array.ConvertAll(asked, one => one.Probe.Line))
            .With(Array.ConvertAll(asked, one => one.Probe.Seq))
            .With(Array.ConvertAll(asked, one => one.Probe.Below));
        await using var reader = await trip.ReadAsync().ConfigureAwait(false);
        await reader.NextResultAsync().ConfigureAwait(false);
        var found = new List<int>();
        while (await reader.ReadAsync().ConfigureAwait(false))
        {
            found.Add(reader.GetInt32(0));
        }

        return found;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
