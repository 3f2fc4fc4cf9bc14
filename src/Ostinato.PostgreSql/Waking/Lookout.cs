using Microsoft.Extensions.Logging;

namespace Ostinato.PostgreSql;

/// <summary>
/// Looks for jobs in the queues that this process claims from. What it finds is the truth; a notice only makes it early. Without notices
/// it looks every few milliseconds while there is work, and more and more seldom while there is none.
/// </summary>
/// <remarks>
/// A claim passes over what another claim has locked at that moment, and nobody tells when that one leaves a part of it. So a claim that
/// got less than it asked for is followed by a look everywhere, as what was left may stand below the floors by now: soon where this has
/// helped, less soon where it has not. While claims go on there is one every second at the least, so that they need not do it. Where an
/// old snapshot keeps millions of deleted rows it takes long; it may take a twentieth of the time.
/// </remarks>
internal sealed class Lookout(
    Links links, SqlFile sql, Observers observers, ScanMemory memory, Names queues, Listener listener, TimeProvider time, ILogger logger)
    : IAsyncDisposable
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Hearing = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(1);
    private const int SweepShare = 20;
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
    private volatile bool _hasClaimed;
    private bool _looksEverywhere;
    private long _sweptAt;
    private TimeSpan _sweepEvery;
    private TimeSpan _lasted;

    public void Start()
    {
        _foundAt = _sweptAt = time.GetTimestamp();
        memory.IsSwept = true;
        _looking = Task.Run(LookAsync);
    }

    /// <summary>Takes note of what claims of this process asked for and got.</summary>
    public void Claimed(int asked, int got)
    {
        _hasHelped |= _hasFound && got > 0;
        _hasFound = false;
        _hasClaimed = true;
        if (got < asked)
        {
            Volatile.Read(ref _isAsked).TrySetResult();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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
        if (asked.IsCompleted)
        {
            _soon = _hasHelped ? Shortest : Least(_soon * 2, Longest);
            _hasHelped = false;
            await Task.Delay(_soon, time, _stop.Token).ConfigureAwait(false);
            Volatile.Write(ref _isAsked, NewSignal());
        }

        _looksEverywhere = Until(asked.IsCompleted ? _sweepEvery : Longer(SweepEvery, _sweepEvery)) <= TimeSpan.Zero;
    }

    private TimeSpan Pause()
    {
        if (_hasFailed)
        {
            return Failing;
        }

        var usual = listener.Hears ? Hearing : PauseWithoutNotices();
        return _hasClaimed ? Least(usual, Until(Longer(SweepEvery, _sweepEvery))) : usual;
    }

    // A hundredth of the time since something was found: quick while there is work, slow when there was none for long.
    private TimeSpan PauseWithoutNotices()
    {
        var idle = time.GetElapsedTime(_foundAt);
        return idle < Busy ? Shortest : Least(Longest, idle / 100);
    }

    // Until so long after the last look everywhere.
    private TimeSpan Until(TimeSpan after) => Longer(TimeSpan.Zero, after - time.GetElapsedTime(_sweptAt));

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private async Task LookOnceAsync()
    {
        await queues.FindAsync([.. memory.Queues], _stop.Token).ConfigureAwait(false);
        if (_looksEverywhere)
        {
            _hasClaimed = false;
        }

        var asked = memory.Queues.Where(name => queues.TryKnown(name, out _)).SelectMany(Probes).ToArray();
        var found = asked.Length == 0 ? [] : await links.RunAsync(link => LookAsync(link, asked), _stop.Token).ConfigureAwait(false);
        if (_looksEverywhere)
        {
            _sweptAt = time.GetTimestamp();
            _sweepEvery = _lasted > Shortest ? Least(_lasted * SweepShare, Hearing) : TimeSpan.Zero;
        }

        if (found.Count > 0)
        {
            _foundAt = time.GetTimestamp();
            _hasFound = true;
            found.ForEach(observers.Send);
            listener.FoundJob();
        }
    }

    private IEnumerable<(int Queue, Probe Probe)> Probes(string name)
    {
        var scan = memory.Of(name);
        var probes = _looksEverywhere ? scan.PlanSweep() : scan.Plan(looksForSuspects: true);
        return probes.Select(probe => (queues.Known(name), probe));
    }

    private async Task<List<string>> LookAsync(Link link, (int Queue, Probe Probe)[] asked)
    {
        // What was tried in vain does not count: a connection that hung says nothing of how long it takes.
        var since = time.GetTimestamp();
        await using var trip = link.Trip()
            .Add(sql["look"])
            .With(Array.ConvertAll(asked, one => one.Queue))
            .With(Array.ConvertAll(asked, one => one.Probe.Line))
            .With(Array.ConvertAll(asked, one => one.Probe.Seq))
            .With(Array.ConvertAll(asked, one => one.Probe.Below));
        await using var reader = await trip.ReadAsync().ConfigureAwait(false);
        var found = new HashSet<string>(StringComparer.Ordinal);
        while (await reader.ReadAsync().ConfigureAwait(false))
        {
            var queue = queues.NameOf(reader.GetInt32(0));
            memory.Of(queue).Seen(reader.GetInt16(1), reader.GetInt64(2));
            found.Add(queue);
        }

        _lasted = time.GetElapsedTime(since);
        return [.. found];
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
