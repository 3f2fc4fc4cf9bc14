using System.Numerics;

namespace Ostinato.Storage;

/// <summary>One queue: its settings, its available jobs by priority, and how many jobs it has in each state.</summary>
internal sealed class MemoryQueue(string name)
{
    private readonly MemoryJobList[] _ready = [.. Enumerable.Range(0, ClaimRule.Lines).Select(_ => new MemoryJobList())];

    public string Name => name;

    /// <summary>What a person says of it.</summary>
    public StoredQueue Said { get; set; } = new() { Name = name };

    public bool IsPaused => Said.IsPaused;

    /// <summary>How many jobs, by <see cref="JobState"/>.</summary>
    public int[] Counts { get; } = new int[(int)JobState.Suspended + 1];

    public int Available => Counts[(int)JobState.Available];

    public bool IsForgettable => Said.Revision == 0 && !Counts.AsSpan().ContainsAnyExcept(0);

    public IReadOnlyList<MemoryJobList> Lines => _ready;

    public IEnumerable<MemoryJob> Ready => _ready.SelectMany(list => list.Jobs());

    /// <summary>The line that the job stands in while it is available.</summary>
    public MemoryJobList LineOf(MemoryJob job) => _ready[ClaimRule.LineOf(job.Priority, job.Crashes)];

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

    /// <summary>The lines that have jobs, a bit for each.</summary>
    public uint Open()
    {
        var open = 0u;
        for (var line = 0; line < _ready.Length; line++)
        {
            open |= _ready[line].Count > 0 ? 1u << line : 0;
        }

        return open;
    }

    /// <summary>The job that comes next among the heads of the open lines; of equals the one with the better priority.</summary>
    public MemoryJob First(uint open, DateTimeOffset now)
    {
        var best = _ready[BitOperations.TrailingZeroCount(open)].Head!;
        for (var rest = open & (open - 1); rest != 0; rest &= rest - 1)
        {
            var head = _ready[BitOperations.TrailingZeroCount(rest)].Head!;
            if (ClaimRule.GoesBefore(head.Priority, now - head.AvailableAt, best.Priority, now - best.AvailableAt))
            {
                best = head;
            }
        }

        return best;
    }
}
