using Ostinato.Storage;

namespace Ostinato.Sqlite;

/// <summary>Lists jobs in the order of their ids, or of their ends, by walking down the ranges of all places at once.</summary>
internal sealed class JobList(Session session)
{
    // A search reads no more than so many jobs a call, or little more.
    private const long MostRead = 100_000;
    private static readonly SqlFile Sql = SqlFile.Load("Query");

    private readonly Statement _bodies = session.Database.Prepare(Sql["bodies"]);
    private readonly Statement _bodiesOfKind = session.Database.Prepare(Sql["bodies_of_kind"]);

    public JobPage List(JobFilter filter, CancellationToken ct)
    {
        var jobs = new List<JobInfo>();
        if (!TryResolve(filter, out var queue, out var kinds))
        {
            return new JobPage(jobs, Next: null);
        }

        var (ranges, asked, read) = (Walk(filter, ct), new PayloadFilter(filter), 0L);
        while (ranges.Next() is { } range)
        {
            if (queue is not null && queue != range.Queue)
            {
                continue;
            }

            Read(range, kinds, filter, asked, jobs, ct);
            read += range.End - range.Low;
            if (jobs.Count > filter.Limit)
            {
                jobs.RemoveRange(filter.Limit, jobs.Count - filter.Limit);
                return new JobPage(jobs, After(jobs[^1], filter));
            }

            if (filter.LooksInside && read >= MostRead)
            {
                return new JobPage(jobs, range.After(range.Low));
            }
        }

        return new JobPage(jobs, Next: null);
    }

    private static JobPosition After(JobInfo job, JobFilter filter) => new(job.Id, filter.IsByFinish ? job.FinishedAt : null);

    private IRangeWalk Walk(JobFilter filter, CancellationToken ct)
    {
        if (filter.IsByFinish)
        {
            return new FinishedRanges(session.Places.Done, filter, ct);
        }

        var top = filter.After is not { Id: var after } ? long.MaxValue - 1 : after.TryGetNumber(out var number) ? number - 1 : 0;
        return new DescendingRanges(session.Places, filter.States, top, ct);
    }

    // A name that no job ever had matches nothing.
    private bool TryResolve(JobFilter filter, out long? queue, out List<long> kinds)
    {
        queue = filter.Queue is { } queueName ? session.Queues.Find(queueName) : null;
        kinds = filter.Name is null ? [] : session.Kinds.Find(name => StoredName.Parse(name).IsAskedBy(filter));
        return (filter.Queue is null || queue is not null) && (filter.Name is null || kinds.Count > 0);
    }

    private void Read(
        in PlacedRange range, List<long> kinds, JobFilter filter, PayloadFilter asked, List<JobInfo> jobs, CancellationToken ct)
    {
        var rows = kinds is [var one] ? _bodiesOfKind.Set(3, one) : _bodies;
        rows.Set(1, range.Low).Set(2, range.End - 1);
        while (jobs.Count <= filter.Limit && rows.Read())
        {
            ct.ThrowIfCancellationRequested();
            if (kinds.Count > 1 && !kinds.Contains(rows.Long(1)))
            {
                continue;
            }

            var job = range.Describe(Body(rows), rows.Long(0));
            if ((filter.Tag is not { } tag || job.Tags.Contains(tag)) && asked.Matches(job.Payload.Span)
                && (filter.Error is not { } error || Mentions(rows.Long(0), error)))
            {
                jobs.Add(WithCancel(job));
            }
        }

        rows.Close();
    }

    private bool Mentions(long job, string error) => session.Failures.Of(job).Any(one => one.Mentions(error));

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
