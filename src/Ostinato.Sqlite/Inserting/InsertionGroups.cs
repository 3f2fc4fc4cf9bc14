using Ostinato.Storage;

namespace Ostinato.Sqlite;

/// <summary>Sorts the jobs of one call by queue, priority and time, and gives each group its ids.</summary>
internal sealed class InsertionGroups(Session session)
{
    private readonly Dictionary<(long Queue, int Priority, long RunAt), InsertionGroup> _byKey = [];
    private readonly List<InsertionGroup> _groups = [];
    private InsertionGroup[] _ofJob = [];

    public static long RunAt(NewJob job, long now) => RunAt(job.Due, now);

    public static long RunAt(DueTime due, long now) => Math.Max(now, Microseconds.Ceiling(due.From(Microseconds.Time(now))));

    public InsertionGroup Of(int index) => _ofJob[index];

    /// <summary>Finds the group of every job. Says whether there is more than one.</summary>
    public bool Sort(IReadOnlyList<NewJob> jobs, long firstId, long now)
    {
        _byKey.Clear();
        _groups.Clear();
        if (_ofJob.Length < jobs.Count)
        {
            _ofJob = new InsertionGroup[jobs.Count];
        }

        for (var index = 0; index < jobs.Count; index++)
        {
            _ofJob[index] = Find(jobs[index], now);
            _ofJob[index].Size++;
        }

        foreach (var group in _groups)
        {
            group.StartAt(firstId);
            firstId += group.Size;
        }

        return _groups.Count > 1;
    }

    public IEnumerable<int> InOrderOfGroups(int count)
    {
        var byGroup = _groups.ToDictionary(group => group, group => new List<int>(group.Size));
        for (var index = 0; index < count; index++)
        {
            byGroup[_ofJob[index]].Add(index);
        }

        return _groups.SelectMany(group => byGroup[group]);
    }

    /// <summary>Puts the jobs that were given ids where they belong.</summary>
    public void Place(long now)
    {
        foreach (var group in _groups)
        {
            Place(group.Range(), now);
        }
    }

    private void Place(in DueRange range, long now)
    {
        if (range.Count > 0 && range.RunAt > now)
        {
            session.Places.Due.Add(range);
            session.Signals.AddGeneral();
        }
        else if (range.Count > 0)
        {
            // Jobs that are new stand in line at their own ids.
            session.Places.Ready.Add(
                new ReadyRange(range.Queue, range.Priority, range.Low, range.Low, range.Count, Attempt: 0, Crashes: 0, now));
        }
    }

    private InsertionGroup Find(NewJob job, long now)
    {
        var key = (Queue: session.Queues.FindOrAdd(job.Queue), job.Priority, RunAt: RunAt(job, now));
        if (_groups.Count > 0 && _groups[^1] is var last && key == (last.Queue, last.Priority, last.RunAt))
        {
            return last;
        }

        if (!_byKey.TryGetValue(key, out var group))
        {
            group = new InsertionGroup(key.Queue, key.Priority, key.RunAt);
            _byKey.Add(key, group);
            _groups.Add(group);
        }

        return group;
    }
}
