namespace Ostinato.Statistics;

/// <summary>
/// How often durations occurred, in classes whose bounds grow by a constant factor: every quantile is exact to 2 %, or a microsecond.
/// Sketches are added up class by class, in any order, and lose nothing by it. Not safe for threads.
/// </summary>
internal sealed class LatencySketch
{
    /// <summary>How far a quantile may be from the true one, as a part of it.</summary>
    public const double RelativeError = 0.02;

    private static readonly double ClassesPerUnit = 1 / Math.Log(Factor);

    /// <summary>The class of the longest duration there is.</summary>
    public static readonly int LastClass = ClassOf(TimeSpan.MaxValue);

    // The window of classes grows by so many at once, so that a sketch in use soon allocates no more.
    private const int Step = 32;
    private const double Factor = (1 + RelativeError) / (1 - RelativeError);

    private int _first;
    private long[] _counts = [];

    /// <summary>How many durations there are.</summary>
    public long Count { get; private set; }

    public void Add(TimeSpan duration) => Add(ClassOf(duration), 1);

    public void Add(LatencySketch other)
    {
        for (var i = 0; i < other._counts.Length; i++)
        {
            if (other._counts[i] != 0)
            {
                Add(other._first + i, other._counts[i]);
            }
        }
    }

    /// <summary>Adds a class as a whole.</summary>
    public void Add(int number, long count)
    {
        Cover(number);
        _counts[number - _first] += count;
        Count += count;
    }

    /// <summary>The classes that are not empty, in ascending order.</summary>
    public IEnumerable<(int Number, long Count)> Classes()
    {
        for (var i = 0; i < _counts.Length; i++)
        {
            if (_counts[i] != 0)
            {
                yield return (_first + i, _counts[i]);
            }
        }
    }

    /// <summary>The smallest duration that at least this part of all does not exceed; zero where there is none.</summary>
    /// <param name="part">From 0 to 1.</param>
    public TimeSpan Quantile(double part)
    {
        var rank = Math.Max(1, (long)Math.Ceiling(part * Count));
        var seen = 0L;
        for (var i = 0; i < _counts.Length; i++)
        {
            seen += _counts[i];
            if (seen >= rank)
            {
                return MiddleOf(_first + i);
            }
        }

        return TimeSpan.Zero;
    }

    /// <summary>How many do not exceed a duration. Those that exceed it by less than 4 % may be among them.</summary>
    public long CountUpTo(TimeSpan duration)
    {
        var last = ClassOf(duration);
        var count = 0L;
        for (var i = 0; i < _counts.Length && _first + i <= last; i++)
        {
            count += _counts[i];
        }

        return count;
    }

    /// <summary>Empties it and keeps its memory.</summary>
    public void Clear()
    {
        Array.Clear(_counts);
        Count = 0;
    }

    // Class 0 is zero, class 1 up to a microsecond, and each that follows ends a constant factor later.
    private static int ClassOf(TimeSpan duration)
    {
        var microseconds = duration.Ticks / TimeSpan.TicksPerMicrosecond;
        return microseconds switch
        {
            <= 0 => 0,
            1 => 1,
            _ => 1 + (int)Math.Ceiling(Math.Log(microseconds) * ClassesPerUnit),
        };
    }

    private static TimeSpan MiddleOf(int number)
    {
        var microseconds = number == 0 ? 0 : Math.Round(2 * Math.Pow(Factor, number - 1) / (Factor + 1));
        return microseconds < TimeSpan.MaxValue.TotalMicroseconds ? TimeSpan.FromMicroseconds(microseconds) : TimeSpan.MaxValue;
    }

    private void Cover(int number)
    {
        if (number >= _first && number < _first + _counts.Length)
        {
            return;
        }

        var first = number / Step * Step;
        var end = first + Step;
        if (_counts.Length > 0)
        {
            first = Math.Min(first, _first);
            end = Math.Max(end, _first + _counts.Length);
        }

        var counts = new long[end - first];
        _counts.CopyTo(counts, _counts.Length == 0 ? 0 : _first - first);
        (_first, _counts) = (first, counts);
    }
}
