using Npgsql;
using Ostinato.Storage;

namespace Ostinato.PostgreSql;

/// <summary>Lists jobs in the order of their ids, or of their ends, by walking down the ranges of all places at once.</summary>
internal sealed class JobList(Links links, SqlFile sql, Names kinds, Names queues)
{
    private const int FirstOfJob = 2, EdgeTime = 20;

    public async ValueTask<JobPage> ListAsync(JobFilter filter, CancellationToken ct)
    {
        var queue = filter.Queue is { } queueName ? await queues.FindAsync(queueName, ct).ConfigureAwait(false) : 0;
        int[] asked = filter.Name is null
            ? []
            : await kinds.FindAsync(name => StoredName.Parse(name).IsAskedBy(filter), ct).ConfigureAwait(false);
        if (queue is null || (asked.Length == 0 && filter.Name is not null))
        {
            // A name that no job ever had matches nothing.
            return new JobPage([], Next: null);
        }

        var walk = new ListWalk(filter, queue.Value, asked);
        do
        {
            await links.RunAsync(link => StepAsync(link, walk, filter, ct), ct).ConfigureAwait(false);
        }
        while (walk.GoesOn);

        return await PageAsync(filter, walk, ct).ConfigureAwait(false);
    }

    private async ValueTask<JobPage> PageAsync(JobFilter filter, ListWalk walk, CancellationToken ct)
    {
        var found = walk.Found;
        await kinds.LearnAsync(found.Select(one => one.Kind), ct).ConfigureAwait(false);
        await queues.LearnAsync(found.Select(one => one.Queue), ct).ConfigureAwait(false);
        return new JobPage(
            [.. found.Take(filter.Limit).Select(one => one.Job with { Name = kinds.NameOf(one.Kind), Queue = queues.NameOf(one.Queue) })],
            walk.Next);
    }

    private async Task<bool> StepAsync(Link link, ListWalk walk, JobFilter filter, CancellationToken ct)
    {
        var found = new List<FoundJob>();
        await using var trip = link.Trip().Add(sql["pin"]).Add(sql[filter.IsByFinish ? "history" : "list"]);
        walk.AddTo(trip);
        await using var reader = await trip.ReadAsync(ct).ConfigureAwait(false);
        await reader.NextResultAsync(ct).ConfigureAwait(false);
        var (edge, jobs) = (default(ListEdge?), 0L);
        while (await reader.ReadAsync(ct).ConfigureAwait(false))
        {
            (edge, jobs) = (Edge(reader, filter), reader.IsDBNull(1) ? 0 : reader.GetInt64(1));
            if (!reader.IsDBNull(FirstOfJob))
            {
                var (kind, queue) = JobRow.Numbers(reader, FirstOfJob);
                found.Add(new FoundJob(JobRow.Read(reader, FirstOfJob), kind, queue));
            }
        }

        // Only now: a step that fails is taken again.
        walk.Found.AddRange(found);
        walk.Stepped(edge, jobs);
        return true;
    }

    // Everything from the edge on up was read.
    private static ListEdge? Edge(NpgsqlDataReader row, JobFilter filter) => row.IsDBNull(0)
        ? null
        : new ListEdge(row.GetInt64(0) - 1, filter.IsByFinish ? row.GetDateTime(EdgeTime) : null);
}
