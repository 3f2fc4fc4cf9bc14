using Ostinato.Storage;

namespace Ostinato.Sqlite;

/// <summary>The jobs set aside.</summary>
internal sealed class SuspendedPlace(Database database)
{
    private static readonly SqlFile Sql = SqlFile.Load("Suspended");

    private readonly Statement _add = database.Prepare(Sql["add"]);
    private readonly Statement _remove = database.Prepare(Sql["remove"]);
    private readonly Statement _containing = database.Prepare(Sql["containing"]);
    private readonly Statement _groups = database.Prepare(Sql["groups"]);
    private readonly Statement _ofGroup = database.Prepare(Sql["of_group"]);

    public void Add(in SuspendedJob job) =>
        _add.Set(1, job.Id).Set(2, job.Queue).Set(3, job.Priority).Set(4, job.Attempt).Set(5, job.Crashes)
            .Set(6, (int)job.Suspension).Set(7, job.Reason).Run();

    public SuspendedJob? Find(long id) => Closest(id) is { } job && job.Id == id ? job : null;

    /// <summary>The job with the id, or else the closest one below it.</summary>
    public SuspendedJob? Closest(long id)
    {
        SuspendedJob? job = _containing.Set(1, id).Read() ? Job(_containing) : null;
        _containing.Close();
        return job;
    }

    public void Remove(long id) => _remove.Set(1, id).Run();

    /// <summary>The kinds and queues of the jobs that are set aside for a reason. Looks at each of these jobs.</summary>
    public List<(long Kind, long Queue)> Groups(SuspensionReason reason)
    {
        var groups = new List<(long Kind, long Queue)>();
        _groups.Set(1, (int)reason);
        while (_groups.Read())
        {
            groups.Add((_groups.Long(0), _groups.Long(1)));
        }

        return groups;
    }

    /// <summary>Takes out jobs of one kind and queue, the oldest first.</summary>
    public List<SuspendedJob> Take(SuspensionReason reason, (long Kind, long Queue) group, int limit)
    {
        var jobs = new List<SuspendedJob>();
        _ofGroup.Set(1, (int)reason).Set(2, group.Kind).Set(3, group.Queue).Set(4, limit);
        while (_ofGroup.Read())
        {
            jobs.Add(Job(_ofGroup));
        }

        jobs.ForEach(job => Remove(job.Id));
        return jobs;
    }

    private static SuspendedJob Job(Statement row) => new(
        row.Long(0), row.Long(1), row.Int(2), row.Int(3), row.Int(4), (SuspensionReason)row.Int(5), row.TextOrNull(6));
}
