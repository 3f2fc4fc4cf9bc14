using Ostinato.Storage;

namespace Ostinato.PostgreSql;

/// <summary>
/// What this process remembers of the lines of one queue, so that a look does not wade through places that were left long ago: under an
/// old snapshot the server cannot clear them away.
/// </summary>
/// <remarks>
/// A floor is a place that was the first of its line a moment ago. Whatever comes to stand below it, a job that went back or one whose
/// transaction was open for longer, is found by the next sweep, which looks everywhere: a claim once a second, unless somebody does so
/// beside the claims.
/// </remarks>
internal sealed class QueueScan(ScanMemory memory, TimeProvider time)
{
    private const short Suspects = ClaimRule.Lines / 2;
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly SortedDictionary<short, ScanFloor> _floors = [];
    private long? _sweptAt;
    private double _meanSize = 1;

    /// <summary>How many ranges to look at for so many jobs.</summary>
    public int RangesFor(int jobs)
    {
        lock (_lock)
        {
            return (int)Math.Clamp((jobs / _meanSize * 1.25) + 1, 1, jobs);
        }
    }

    /// <summary>Where to look now.</summary>
    public List<Probe> Plan(bool looksForSuspects)
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            var sweeps = _sweptAt is not { } sweptAt || (!memory.IsSwept && time.GetElapsedTime(sweptAt, now) >= SweepEvery);
            var probes = sweeps ? Everywhere() : FromFloors(now);
            if (looksForSuspects)
            {
                probes.Add(AmongSuspects);
            }

            _sweptAt = sweeps ? now : _sweptAt;
            return probes;
        }
    }

    /// <summary>Where to look for whatever has come to stand below the floors.</summary>
    public List<Probe> PlanSweep()
    {
        lock (_lock)
        {
            _sweptAt = time.GetTimestamp();
            return [.. Everywhere(), AmongSuspects];
        }
    }

    /// <summary>Takes note of where a claim found jobs: the places of the ranges, in order, and how many jobs they gave.</summary>
    public void Found(List<TakenRange> ranges, int jobs)
    {
        if (ranges.Count == 0)
        {
            return;
        }

        lock (_lock)
        {
            _meanSize = (_meanSize * 0.8) + ((double)jobs / ranges.Count * 0.2);
            foreach (var line in ranges.GroupBy(range => range.Line))
            {
                SeeFirst(line.Key, line.Min(range => range.Seq));
            }
        }
    }

    /// <summary>Takes note of a place that a look found to be the first of its line.</summary>
    public void Seen(short line, long seq)
    {
        lock (_lock)
        {
            SeeFirst(line, seq);
        }
    }

    /// <summary>
    /// Looks everywhere next time, and from the beginning of each line until something was taken from it: jobs went back to old places, and
    /// a claim that finds them may have no room for them.
    /// </summary>
    public void Forget()
    {
        lock (_lock)
        {
            _sweptAt = null;
            foreach (var floor in _floors.Values)
            {
                floor.Drop();
            }
        }
    }

    private static Probe AmongSuspects => new(Suspects, 0, ClaimRule.Lines);

    private static List<Probe> Everywhere() =>
        [.. Enumerable.Range(0, Suspects).Select(line => new Probe((short)line, 0, (short)(line + 1)))];

    private void SeeFirst(short line, long seq)
    {
        if (line >= Suspects)
        {
            return;
        }

        if (!_floors.TryGetValue(line, out var floor))
        {
            _floors[line] = floor = new ScanFloor(time);
        }

        floor.See(seq, time.GetTimestamp());
    }

    private List<Probe> FromFloors(long now)
    {
        var probes = new List<Probe>(_floors.Count + 1);
        short from = 0;
        foreach (var (line, floor) in _floors)
        {
            if (probes.Count > 0)
            {
                probes[^1] = probes[^1] with { Below = line };
            }
            else if (line > from)
            {
                probes.Add(new Probe(from, 0, line));
            }

            probes.Add(new Probe(line, floor.At(now), Suspects));
        }

        return probes.Count > 0 ? probes : [new Probe(0, 0, Suspects)];
    }
}
