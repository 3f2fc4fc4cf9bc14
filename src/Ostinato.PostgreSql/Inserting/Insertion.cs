using Ostinato.Storage;

namespace Ostinato.PostgreSql;

/// <summary>What one call stores: its jobs by the place they go to, with their ids.</summary>
internal sealed class Insertion
{
    private readonly IReadOnlyList<NewJob> _jobs;
    private readonly List<InsertionGroup> _groups = [];
    private readonly long[] _ids;

    public Insertion(IReadOnlyList<NewJob> jobs, List<IdRun> ids)
    {
        _jobs = jobs;
        _ids = new long[jobs.Count];
        Sort();
        GiveIds(ids);
    }

    public IReadOnlyList<NewJob> Jobs => _jobs;

    public IReadOnlyList<InsertionGroup> Groups => _groups;

    /// <summary>Which of the jobs are stored one by one, because of a key that one of their group claims.</summary>
    public IEnumerable<int> OneByOne => _groups.Where(group => group.HasUnique).SelectMany(group => group.Jobs).Order();

    /// <summary>The caller's transaction that it is part of; 0 for none.</summary>
    public ulong Transaction { get; set; }

    /// <summary>Whether jobs that wait may have been changed by it, and be in other queues than its own now.</summary>
    public bool Replaces { get; set; }

    /// <summary>Whether its jobs may stand at places that others have left behind by now.</summary>
    public bool IsLate { get; set; }

    public long IdOf(int job) => _ids[job];

    /// <summary>Every job stored.</summary>
    public InsertedJob[] Answers() => Array.ConvertAll(_ids, id => new InsertedJob(new JobId(id), IsDuplicate: false));

    private void Sort()
    {
        var byKey = new Dictionary<(string Queue, int Priority, DueTime Due), InsertionGroup>();
        InsertionGroup? last = null;
        for (var index = 0; index < _jobs.Count; index++)
        {
            var job = _jobs[index];
            if (last is null || last.Queue != job.Queue || last.Priority != job.Priority || last.Due != job.Due)
            {
                last = Find(byKey, job);
            }

            last.Jobs.Add(index);
            last.HasUnique |= job.Unique is not null;
        }
    }

    private InsertionGroup Find(Dictionary<(string Queue, int Priority, DueTime Due), InsertionGroup> byKey, NewJob job)
    {
        var key = (job.Queue, job.Priority, job.Due);
        if (!byKey.TryGetValue(key, out var group))
        {
            group = new InsertionGroup(job.Queue, job.Priority, job.Due);
            byKey.Add(key, group);
            _groups.Add(group);
        }

        return group;
    }

    private void GiveIds(List<IdRun> runs)
    {
        using var ids = runs.SelectMany(run => Enumerable.Range(0, run.Count).Select(offset => run.Low + offset)).GetEnumerator();
        foreach (var group in _groups)
        {
            foreach (var job in group.Jobs)
            {
                ids.MoveNext();
                _ids[job] = ids.Current;
                group.Add(ids.Current);
            }
        }
    }
}
