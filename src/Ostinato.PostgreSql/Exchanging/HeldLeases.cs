using System.Collections.Concurrent;
using Ostinato.Storage;

namespace Ostinato.PostgreSql;

/// <summary>
/// What one process holds, in memory. Nobody else ends its leases while it stands, so this is the truth, unless a trip failed and nobody
/// knows whether it was committed.
/// </summary>
internal sealed class HeldLeases(ProcessIdentity process)
{
    // Exchanges change the ranges, one after the other; a completion may look at them meanwhile.
    private readonly Lock _changing = new();
    private List<LeaseRange> _ranges = [];
    private long _claims;

    public ProcessIdentity Process => process;

    /// <summary>One exchange at a time.</summary>
    public SemaphoreSlim Turn { get; } = new(1, 1);

    /// <summary>Whether nothing was claimed so far by whom this store knows.</summary>
    public bool IsNew => _claims == 0;

    /// <summary>Whether the store must be asked what is held before anything else is done.</summary>
    public bool IsUncertain { get; set; }

    /// <summary>How often the store was asked so. What travels under an earlier number is refused.</summary>
    public long Round { get; set; }

    /// <summary>Requests to cancel that this process has heard of, by job.</summary>
    public Dictionary<long, string> Cancels { get; } = [];

    /// <summary>Completions in transactions of handlers, by job, from when they are written to the acknowledgement that follows.</summary>
    public ConcurrentDictionary<long, PendingCompletion> Completions { get; } = [];

    public CompletionGate Gate { get; } = new();

    /// <summary>The ranges, by their first ids.</summary>
    public IReadOnlyList<LeaseRange> Ranges => _ranges;

    public long NextClaim() => ++_claims;

    /// <summary>The index of the range that holds the job, or −1.</summary>
    public int IndexOf(long id)
    {
        var (low, high) = (0, _ranges.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var range = _ranges[middle];
            if (id < range.Low)
            {
                high = middle - 1;
            }
            else if (id >= range.End)
            {
                low = middle + 1;
            }
            else
            {
                return middle;
            }
        }

        return -1;
    }

    /// <summary>Whether the job is held under the claim of a token.</summary>
    public bool Holds(long id, ClaimToken token)
    {
        lock (_changing)
        {
            return IndexOf(id) is >= 0 and var index && token == new ClaimToken(process, _ranges[index].Claim);
        }
    }

    /// <summary>What is pending for the job of an acknowledgement, under the same claim.</summary>
    public (long Id, PendingCompletion Completion)? CompletionOf(in Acknowledgement ended) =>
        ended.Job.Id.TryGetNumber(out var id) && Completions.TryGetValue(id, out var pending)
        && ended.Job.Token is ClaimToken token && token == new ClaimToken(process, pending.Claim)
            ? (id, pending)
            : null;

    /// <summary>Takes ranges away and adds others.</summary>
    public void Change(IReadOnlyCollection<long> removed, IEnumerable<LeaseRange> added)
    {
        lock (_changing)
        {
            if (removed.Count > 0)
            {
                var gone = removed as HashSet<long> ?? [.. removed];
                _ranges.RemoveAll(range => gone.Contains(range.Low));
            }

            var before = _ranges.Count;
            _ranges.AddRange(added);
            if (_ranges.Count > before)
            {
                _ranges.Sort(static (one, other) => one.Low.CompareTo(other.Low));
            }
        }
    }

    /// <summary>Gives up ranges of which nobody will be told: they go back when the store is asked what is held.</summary>
    public void Disown(IEnumerable<LeaseRange> ranges)
    {
        Change([.. ranges.Select(range => range.Low)], []);
        IsUncertain = true;
    }

    public void Replace(IEnumerable<LeaseRange> ranges)
    {
        List<LeaseRange> replaced = [.. ranges.OrderBy(range => range.Low)];
        lock (_changing)
        {
            _ranges = replaced;
        }
    }
}
