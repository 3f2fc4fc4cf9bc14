using System.Globalization;
using System.Numerics;

namespace Ostinato.Scheduling;

/// <summary>The values of one field as people say them: every one, every nth, ranges, a list.</summary>
internal readonly record struct CronSet(CronField Field, ulong Values)
{
    public bool IsAll => Values == Field.All;

    public int Count => BitOperations.PopCount(Values);

    public int First => BitOperations.TrailingZeroCount(Values);

    /// <summary>The values, from the lowest.</summary>
    public IEnumerable<int> Each()
    {
        for (var value = Field.Least; value <= Field.Most; value++)
        {
            if (Has(value))
            {
                yield return value;
            }
        }
    }

    /// <summary>
    /// How far apart the values are where they begin with the lowest and go on in equal steps. Steps of minutes that do not fill the hour
    /// are none: they begin anew with each.
    /// </summary>
    public int? Step
    {
        get
        {
            if (Count < 2 || !Has(Field.Least))
            {
                return null;
            }

            var step = BitOperations.TrailingZeroCount(Values & (Values - 1)) - First;
            var fills = Field == CronField.DayOfMonth || (Field.Most - Field.Least + 1) % step == 0;
            return step > 1 && fills && Values == Field.Range(Field.Least, Field.Most, step) ? step : null;
        }
    }

    /// <summary>Neighbours as one, also past the end: the first and the last of each run.</summary>
    public List<(int From, int To)> Runs()
    {
        var runs = new List<(int From, int To)>();
        foreach (var value in Each())
        {
            if (runs.Count > 0 && runs[^1].To == value - 1)
            {
                runs[^1] = (runs[^1].From, value);
            }
            else
            {
                runs.Add((value, value));
            }
        }

        if (runs.Count > 1 && runs[0].From == Field.Least && runs[^1].To == Field.Most)
        {
            runs[^1] = (runs[^1].From, runs[0].To);
            runs.RemoveAt(0);
        }

        return runs;
    }

    /// <summary>Ranges and single values, with a word for each value.</summary>
    public string Listed(Func<int, string> word)
    {
        var items = new List<string>();
        foreach (var (from, to) in Runs())
        {
            items.AddRange(AreNeighbours(from, to) ? [word(from), word(to)] : [from == to ? word(from) : $"{word(from)} to {word(to)}"]);
        }

        return English.List(items);
    }

    /// <summary>Its numbers after a noun, such as <c>minutes 5 and 20</c>.</summary>
    public string Named(string noun) =>
        $"{noun}{(Count > 1 ? "s" : "")} {Listed(value => value.ToString(CultureInfo.InvariantCulture))}";

    private bool Has(int value) => (Values >> value & 1) != 0;

    // Two neighbours are no range.
    private bool AreNeighbours(int from, int to) => to == from + 1 || (from == Field.Most && to == Field.Least);
}

/// <summary>How lists and numbers are said in English.</summary>
internal static class English
{
    public static string List(IEnumerable<string> items, string last = "and")
    {
        string[] all = [.. items];
        return all.Length < 2 ? all[0] : $"{string.Join(", ", all[..^1])} {last} {all[^1]}";
    }

    public static string Ordinal(int number) => number switch
    {
        11 or 12 or 13 => $"{number}th",
        _ when number % 10 == 1 => $"{number}st",
        _ when number % 10 == 2 => $"{number}nd",
        _ when number % 10 == 3 => $"{number}rd",
        _ => $"{number}th",
    };
}
