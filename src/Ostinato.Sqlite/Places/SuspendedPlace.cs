using Ostinato.Storage;

namespace Ostinato.Sqlite;

/// <summary>The jobs set aside.</summary>
internal sealed class SuspendedPlace(Database database)
{
    private static readonly SqlFile Sql = SqlFile.Load("Suspended");

    private readonly Statement _add = database.Prepare(Sql["add"]);
    private readonly Statement _remove = database.Prepare(Sql["remove"]);
    private readonly Statement _containing = database.Prepare(Sql["containing"]);
    private readonly Statement _ofKind = database.Prepare(Sql["of_kind"]);

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

    /// <summary>Takes out the jobs of one kind, for one reason, of some queues.</summary>
    public List<SuspendedJob> Take(SuspensionReason reason, long kind, HashSet<long> queues)
    {
        var jobs = new List<SuspendedJob>();
        _ofKind.Set(1, (int)reason).Set(2, kind);
        while (_ofKind.Read())
        {
            if (Job(_ofKind) is var job && queues.Contains(job.Queue))
            {
                jobs.Add(job);
            }
        }

        foreach (var job in jobs)
        {
            Remove(job.Id);
        }

        return jobs;
    }

    private static SuspendedJob Job(Statement row) => new(
        row.Long(0), row.Long(1), row.Int(2), row.Int(3), row.Int(4), (SuspensionReason)row.Int(5), row.TextOrNull(6));
}
