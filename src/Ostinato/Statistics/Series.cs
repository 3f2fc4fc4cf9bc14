using Ostinato.Storage;

namespace Ostinato.Statistics;

/// <summary>What the attempts of one kind in one queue came to in some time. Not safe for threads.</summary>
internal sealed class Series
{
    private const int Ends = (int)AttemptEnd.Suspend + 1;

    private readonly long[] _ends = new long[Ends];

    /// <summary>How long attempts ran.</summary>
    public LatencySketch Durations { get; } = new();

    /// <summary>How long jobs waited, from the moment they could have started to the start of an attempt.</summary>
    public LatencySketch Waits { get; } = new();

    /// <summary>How long all attempts ran together, in microseconds.</summary>
    public long RunMicroseconds { get; private set; }

    /// <summary>How many attempts ended, in whatever way.</summary>
    public long AllEnds => _ends.Sum();

    /// <summary>How long an attempt ran on average; null where none ended after running.</summary>
    public TimeSpan? MeanDuration => Durations.Count == 0 ? null : TimeSpan.FromMicroseconds((double)RunMicroseconds / Durations.Count);

    public bool IsEmpty => Waits.Count == 0 && !_ends.AsSpan().ContainsAnyExcept(0);

    public long this[AttemptEnd end] => _ends[(int)end];

    public void Started(TimeSpan waited) => Waits.Add(waited);

    /// <param name="end">Where the job goes.</param>
    /// <param name="ran">How long its handler ran; null where none did.</param>
    public void Ended(AttemptEnd end, TimeSpan? ran)
    {
        _ends[(int)end]++;
        if (ran is { } duration)
        {
            Durations.Add(duration);
            RunMicroseconds += duration.Ticks / TimeSpan.TicksPerMicrosecond;
        }
    }

    public void Add(Series other)
    {
        for (var i = 0; i < Ends; i++)
        {
            _ends[i] += other._ends[i];
        }

        RunMicroseconds += other.RunMicroseconds;
        Durations.Add(other.Durations);
        Waits.Add(other.Waits);
    }

    /// <summary>Empties it and keeps its memory.</summary>
    public void Clear()
    {
        Array.Clear(_ends);
        RunMicroseconds = 0;
        Durations.Clear();
        Waits.Clear();
    }

    public void Write(VarIntWriter output)
    {
        Array.ForEach(_ends, output.Write);
        output.Write(RunMicroseconds);
        Write(Durations, output);
        Write(Waits, output);
    }

    /// <exception cref="InvalidDataException">That is no series.</exception>
    public void Read(ref VarIntReader input)
    {
        for (var i = 0; i < Ends; i++)
        {
            _ends[i] += input.ReadLong();
        }

        RunMicroseconds += input.ReadLong();
        Read(Durations, ref input);
        Read(Waits, ref input);
    }

    // Most classes follow one that is not empty either, and most hold few: the distance and a small count share one byte.
    private const int InOne = 16;

    private static void Write(LatencySketch sketch, VarIntWriter output)
    {
        output.Write(sketch.Classes().Count());
        var next = 0;
        foreach (var (number, count) in sketch.Classes())
        {
            var small = Math.Min(count, InOne);
            output.Write(((long)(number - next) * InOne) + small - 1);
            if (small == InOne)
            {
                output.Write(count - InOne);
            }

            next = number + 1;
        }
    }

    private static void Read(LatencySketch sketch, ref VarIntReader input)
    {
        var next = 0;
        for (var left = input.ReadInt(); left > 0; left--)
        {
            var both = input.ReadInt();
            var number = next + (both / InOne);
            long count = (both % InOne) + 1;
            if (number > LatencySketch.LastClass)
            {
                throw new InvalidDataException($"There is no class {number} of durations.");
            }

            sketch.Add(number, count == InOne ? count + input.ReadLong() : count);
            next = number + 1;
        }
    }
}
