using System.Numerics;
using Ostinato.Storage;

namespace Ostinato.Statistics;

/// <summary>Counts the attempts of this process. Called from every lane: each processor has a table of its own, so none waits.</summary>
internal sealed class StatisticsRecorder
{
    private const uint MostTables = 16;

    private readonly Striped[] _tables =
        [.. Enumerable.Range(0, (int)BitOperations.RoundUpToPowerOf2(Math.Min((uint)Environment.ProcessorCount, MostTables)))
            .Select(_ => new Striped())];

    private Striped Mine => _tables[Thread.GetCurrentProcessorId() & (_tables.Length - 1)];

    /// <param name="job">A job of a kind that this process runs.</param>
    /// <param name="waited">How long it waited for its attempt.</param>
    public void Started(ClaimedJob job, TimeSpan waited)
    {
        var mine = Mine;
        lock (mine.Lock)
        {
            mine.Of(job).Started(waited);
        }
    }

    /// <param name="job">The job.</param>
    /// <param name="end">Where it goes.</param>
    /// <param name="ran">How long its handler ran; null where none did.</param>
    public void Ended(ClaimedJob job, AttemptEnd end, TimeSpan? ran)
    {
        var mine = Mine;
        lock (mine.Lock)
        {
            mine.Of(job).Ended(end, ran);
        }
    }

    /// <summary>Takes what was counted since the last call.</summary>
    public SeriesTable Take()
    {
        var taken = new SeriesTable();
        foreach (var striped in _tables)
        {
            lock (striped.Lock)
            {
                taken.Add(striped.Table);
                striped.Clear();
            }
        }

        return taken;
    }

    private sealed class Striped
    {
        private SeriesKey _lastKey;
        private Series? _last;

        public Lock Lock { get; } = new();

        public SeriesTable Table { get; } = new();

        // The names of claimed jobs are the same objects again and again, and jobs of a kind often follow each other.
        public Series Of(ClaimedJob job)
        {
            if (_last is null || !ReferenceEquals(_lastKey.Name, job.Name) || !ReferenceEquals(_lastKey.Queue, job.Queue))
            {
                _lastKey = new SeriesKey(job.Name, job.Queue);
                _last = Table.Of(_lastKey);
            }

            return _last;
        }

        public void Clear()
        {
            Table.Clear();
            _last = null;
        }
    }
}
