using System.Buffers;

namespace Ostinato.Statistics;

/// <summary>One kind of job in one queue.</summary>
/// <param name="Name">The wire name.</param>
/// <param name="Queue">The queue.</param>
internal readonly record struct SeriesKey(string Name, string Queue)
{
    /// <summary>Stands for all that came when there were too many. No wire name and no queue can be called so.</summary>
    public static readonly SeriesKey Others = new("*", "*");
}

/// <summary>What attempts came to, by kind and queue, and how that is written. Not safe for threads.</summary>
internal sealed class SeriesTable
{
    /// <summary>How many kinds and queues are told apart. What comes later shares <see cref="SeriesKey.Others"/>.</summary>
    public const int Most = 1_000;

    private const int Format = 1;

    private readonly Dictionary<SeriesKey, Series> _series = [];

    public bool IsEmpty => _series.Count == 0;

    public IEnumerable<KeyValuePair<SeriesKey, Series>> All => _series;

    public Series Of(SeriesKey key) => _series.TryGetValue(key, out var series) ? series : Create(key);

    public void Add(SeriesTable other)
    {
        foreach (var (key, series) in other._series)
        {
            if (!series.IsEmpty)
            {
                Of(key).Add(series);
            }
        }
    }

    /// <summary>Empties it. What was in use since the last time keeps its memory.</summary>
    public void Clear()
    {
        foreach (var (key, series) in _series)
        {
            if (series.IsEmpty)
            {
                _series.Remove(key);
            }

            series.Clear();
        }
    }

    public byte[] Write()
    {
        var buffer = new ArrayBufferWriter<byte>();
        var output = new VarIntWriter(buffer);
        output.Write(Format);
        output.Write(_series.Count);
        foreach (var (key, series) in _series)
        {
            output.Write(key.Name);
            output.Write(key.Queue);
            series.Write(output);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Adds what was written.</summary>
    /// <exception cref="InvalidDataException">It is not of this version's making. Nothing was added.</exception>
    public void Add(ReadOnlySpan<byte> written)
    {
        var read = new SeriesTable();
        var input = new VarIntReader(written);
        if (input.ReadLong() is not Format and var format)
        {
            throw new InvalidDataException($"Statistics of format {format} are not known here.");
        }

        for (var left = input.ReadInt(); left > 0; left--)
        {
            read.Of(new SeriesKey(input.ReadText(), input.ReadText())).Read(ref input);
        }

        Add(read);
    }

    /// <summary>Adds what was written, unless another version has written it.</summary>
    public bool TryAdd(ReadOnlySpan<byte> written)
    {
        try
        {
            Add(written);
            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private Series Create(SeriesKey key)
    {
        if (_series.Count >= Most && key != SeriesKey.Others)
        {
            return Of(SeriesKey.Others);
        }

        return _series[key] = new Series();
    }
}
