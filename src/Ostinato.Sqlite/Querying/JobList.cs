namespace Ostinato.Sqlite;

/// <summary>Lists jobs from the newest on, by walking down the ranges of all places at once.</summary>
internal sealed class JobList(Session session)
{
    private static readonly SqlFile Sql = SqlFile.Load("Query");

    private readonly Statement _bodies = session.Database.Prepare(Sql["bodies"]);
    private readonly Statement _bodiesOfKind = session.Database.Prepare(Sql["bodies_of_kind"]);

    public JobPage List(JobFilter filter, CancellationToken ct)
    {
        var jobs = new List<JobInfo>();
        if (!TryResolve(filter, out var queue, out var kind))
        {
            return new JobPage(jobs, Next: null);
        }

        var top = filter.After is not { } after ? long.MaxValue - 1 : after.TryGetNumber(out var number) ? number - 1 : 0;
        var ranges = new DescendingRanges(session.Places, filter.States, top, ct);
        while (jobs.Count <= filter.Limit && ranges.Next() is { } range)
        {
            if (queue is null || queue == range.Queue)
            {
                Read(range, kind, filter, jobs, ct);
            }
        }

        if (jobs.Count <= filter.Limit)
        {
            return new JobPage(jobs, Next: null);
        }

        jobs.RemoveRange(filter.Limit, jobs.Count - filter.Limit);
        return new JobPage(jobs, jobs[^1].Id);
    }

    // A name that no job ever had matches nothing.
    private bool TryResolve(JobFilter filter, out long? queue, out long? kind)
    {
        queue = filter.Queue is { } queueName ? session.Queues.Find(queueName) : null;
        kind = filter.Name is { } name ? session.Kinds.Find(name) : null;
        return (filter.Queue is null || queue is not null) && (filter.Name is null || kind is not null);
    }

    private void Read(in PlacedRange range, long? kind, JobFilter filter, List<JobInfo> jobs, CancellationToken ct)
    {
        var rows = kind is { } one ? _bodiesOfKind.Set(3, one) : _bodies;
        rows.Set(1, range.Low).Set(2, range.End - 1);
        while (jobs.Count <= filter.Limit && rows.Read())
        {
            ct.ThrowIfCancellationRequested();
            var job = range.Describe(Body(rows), rows.Long(0));
            if (filter.Tag is not { } tag || job.Tags.Contains(tag))
            {
                jobs.Add(WithCancel(job));
            }
        }

        rows.Close();
    }

    private JobInfo Body(Statement row) => new()
    {
        Id = new JobId(row.Long(0)),
        Name = session.Kinds.NameOf(row.Long(1)),
        Queue = session.Queues.NameOf(row.Long(2)),
        Priority = row.Int(3),
        State = default,
        EnqueuedAt = Microseconds.Time(row.Long(4)),
        Headers = row.Bytes(5),
        Payload = row.Bytes(6),
    };

    private JobInfo WithCancel(JobInfo job) =>
        job.Process is { } process && job.Id.TryGetNumber(out var id) && session.Cancels.IsAsked(process.Id, id)
            ? job with { IsCancelRequested = true }
            : job;
}
