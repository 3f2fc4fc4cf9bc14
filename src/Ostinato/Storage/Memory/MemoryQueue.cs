using System.Numerics;

namespace Ostinato.Storage;

/// <summary>One queue: its settings, its available jobs by priority, and how many jobs it has in each state.</summary>
internal sealed class MemoryQueue(string name)
{
    private readonly MemoryJobList[] _ready = [.. Enumerable.Range(0, JobDefaults.LastPriority + 1).Select(_ => new MemoryJobList())];

    public string Name => name;

    public bool IsPaused => PausedAt is not null;

    public DateTimeOffset? PausedAt { get; set; }

    public string? PauseReason { get; set; }

    /// <summary>How many jobs, by <see cref="JobState"/>.</summary>
    public int[] Counts { get; } = new int[(int)JobState.Suspended + 1];

    public int Available => Counts[(int)JobState.Available];

    public bool IsForgettable => !IsPaused && !Counts.AsSpan().ContainsAnyExcept(0);

    public IEnumerable<MemoryJob> Ready => _ready.SelectMany(list => list.Jobs());

    public MemoryJobList ReadyOf(int priority) => _ready[priority];

    /// <summary>Since when the longest-waiting job could run, by the heads; only a job promoted late can have waited longer.</summary>
    public DateTimeOffset? OldestAvailable()
    {
        DateTimeOffset? oldest = null;
        foreach (var list in _ready)
        {
            oldest = list.Head is { } head && (oldest is null || head.AvailableAt < oldest) ? head.AvailableAt : oldest;
        }

        return oldest;
    }

    /// <summary>The priorities that have jobs, a bit for each.</summary>
    public uint Open()
    {
        var open = 0u;
        for (var priority = 0; priority < _ready.Length; priority++)
        {
            open |= _ready[priority].Count > 0 ? 1u << priority : 0;
        }

        return open;
    }

    /// <summary>The job that comes next among the heads of the open priorities.</summary>
    public MemoryJob First(uint open, DateTimeOffset now)
    {
        var best = BitOperations.TrailingZeroCount(open);
        if (BitOperations.IsPow2(open))
        {
            return _ready[best].Head!;
        }

        var bestEffective = Effective(best, now);
        for (var rest = open & (open - 1); rest != 0; rest &= rest - 1)
        {
            var priority = BitOperations.TrailingZeroCount(rest);
            var effective = Effective(priority, now);
            if (effective < bestEffective)
            {
                (best, bestEffective) = (priority, effective);
            }
        }

        return _ready[best].Head!;
    }

    private int Effective(int priority, DateTimeOffset now) =>
        ClaimRule.EffectivePriority(priority, now - _ready[priority].Head!.AvailableAt);
}
