using Microsoft.Extensions.Logging;
using Ostinato.Storage;

namespace Ostinato;

/// <summary>
/// How many jobs of a queue wait: what the store counted last, and what this process has added since. At most a second old while it is
/// asked for, and a tenth of that before anything is refused because of it.
/// </summary>
/// <remarks>A count that takes long is repeated less often: it may take a fiftieth of the time.</remarks>
internal sealed class QueueLoad(string queue, IJobQuery query, TimeProvider time, ILogger logger)
{
    private const int Share = 50;

    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BeforeRefusal = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private Task? _look;
    private long _counted;
    private long _added;
    private long _lookedAt;
    private TimeSpan _took;
    private bool _isKnown;
    private bool _isFailing;

    /// <summary>How many wait, as far as it is known.</summary>
    public long Waiting
    {
        get
        {
            lock (_lock)
            {
                return _counted + _added;
            }
        }
    }

    /// <summary>So many more are about to be stored, unless that is known to be too many.</summary>
    public bool TryAdd(int count, int limit)
    {
        lock (_lock)
        {
            if (IsTooMuch(count, limit))
            {
                return false;
            }

            _added += count;
            return true;
        }
    }

    /// <summary>They are not stored after all.</summary>
    public void Remove(int count)
    {
        lock (_lock)
        {
            _added -= count;
        }
    }

    /// <summary>Counts again where what is known is too old.</summary>
    /// <param name="count">How many more are to be stored.</param>
    /// <param name="limit">How many may wait.</param>
    /// <returns>What is to be waited for by those who can: the first count, and the one before a refusal.</returns>
    public Task RefreshAsync(int count, int limit)
    {
        lock (_lock)
        {
            var isFull = IsTooMuch(count, limit);
            if (_look is { } look)
            {
                return _isKnown && !isFull ? Task.CompletedTask : look;
            }

            if (_isKnown && !IsOld(isFull))
            {
                return Task.CompletedTask;
            }

            var added = _added;
            _look = Task.Run(() => LookAsync(limit, added));
            return _isKnown && !isFull ? Task.CompletedTask : _look;
        }
    }

    private bool IsTooMuch(int count, int limit) => _counted + _added + count > limit;

    private bool IsOld(bool isFull)
    {
        var (least, often) = (isFull ? BeforeRefusal : Usual, _took * Share);
        return time.GetElapsedTime(_lookedAt) >= (least > often ? least : often);
    }

    private async Task LookAsync(long atMost, long added)
    {
        var startedAt = time.GetTimestamp();
        try
        {
            var counted = await query.CountAvailableAsync(queue, atMost, CancellationToken.None).ConfigureAwait(false);
            lock (_lock)
            {
                (_counted, _added, _isKnown, _isFailing) = (counted, _added - added, true, false);
            }
        }
        catch (Exception error)
        {
            // What the store cannot do the enqueue itself will say; whether too many wait is no reason to refuse one.
            if (!_isFailing)
            {
                QuotaLog.CountFailed(logger, queue, error);
            }

            _isFailing = true;
        }
        finally
        {
            lock (_lock)
            {
                (_lookedAt, _took, _look) = (time.GetTimestamp(), time.GetElapsedTime(startedAt), null);
            }
        }
    }
}
