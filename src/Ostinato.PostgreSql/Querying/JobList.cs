namespace Ostinato.PostgreSql;

/// <summary>Lists jobs from the newest on, by walking down the ranges of all places at once.</summary>
internal sealed class JobList(Links links, SqlFile sql, Names kinds, Names queues)
{
    private const int MostRanges = 2_000;

    public async ValueTask<JobPage> ListAsync(JobFilter filter, CancellationToken ct)
    {
        var queue = filter.Queue is { } queueName ? await queues.FindAsync(queueName, ct).ConfigureAwait(false) : 0;
        var kind = filter.Name is { } name ? await kinds.FindAsync(name, ct).ConfigureAwait(false) : 0;
        if (queue is null || kind is null)
        {
            // A name that no job ever had matches nothing.
            return new JobPage([], Next: null);
        }

        var found = new List<Found>();
        var top = filter.After is not { } after ? long.MaxValue - 1 : after.TryGetNumber(out var number) ? number - 1 : 0;
        for (var ranges = filter.Limit + 1; top > 0 && found.Count <= filter.Limit; ranges = Math.Min(ranges * 2, MostRanges))
        {
            var step = new Step(filter, top, queue.Value, kind.Value, ranges, filter.Limit + 1 - found.Count);
            top = (await links.RunAsync(link => ReadAsync(link, step, found, ct), ct).ConfigureAwait(false) ?? 1) - 1;
        }

        return await PageAsync(filter, found, ct).ConfigureAwait(false);
    }

    private async ValueTask<JobPage> PageAsync(JobFilter filter, List<Found> found, CancellationToken ct)
    {
        await kinds.LearnAsync(found.Select(one => one.Kind), ct).ConfigureAwait(false);
        await queues.LearnAsync(found.Select(one => one.Queue), ct).ConfigureAwait(false);
        var jobs = found.ConvertAll(one => one.Job with { Name = kinds.NameOf(one.Kind), Queue = queues.NameOf(one.Queue) });
        if (jobs.Count <= filter.Limit)
        {
            return new JobPage(jobs, Next: null);
        }

        jobs.RemoveRange(filter.Limit, jobs.Count - filter.Limit);
        return new JobPage(jobs, jobs[^1].Id);
    }

    // The answer is the lowest id down to which everything was seen; null when all was.
    private async Task<long?> ReadAsync(Link link, Step step, List<Found> found, CancellationToken ct)
    {
        int[] states = [.. Enum.GetValues<JobState>().Where(state => step.Filter.States.Includes(state)).Select(state => (int)state)];
        await using var trip = link.Trip()
            .Add(sql["pin"])
            .Add(sql["list"]).With(step.Top).With(states).With(step.Queue).With(step.Ranges).With(step.Kind).With(step.Filter.Tag)
            .With(step.Limit);
        await using var reader = await trip.ReadAsync(ct).ConfigureAwait(false);
        await reader.NextResultAsync(ct).ConfigureAwait(false);
        long? lowest = null;
        var before = found.Count;
        while (await reader.ReadAsync(ct).ConfigureAwait(false))
        {
            lowest = reader.IsDBNull(0) ? null : reader.GetInt64(0);
            if (!reader.IsDBNull(1))
            {
                var (kind, queue) = JobRow.Numbers(reader, 1);
                found.Add(new Found(JobRow.Read(reader, 1), kind, queue));
            }
        }

        // A full page has not seen the rest of what it covers; nobody asks for more then.
        return found.Count - before == step.Limit ? 1 : lowest;
    }

    private readonly record struct Found(JobInfo Job, int Kind, int Queue);

    private readonly record struct Step(JobFilter Filter, long Top, int Queue, int Kind, int Ranges, int Limit);
}
