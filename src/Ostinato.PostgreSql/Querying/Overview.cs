using Npgsql;
using Ostinato.Storage;

namespace Ostinato.PostgreSql;

/// <summary>Counts jobs by queue and state, and lists the processes.</summary>
internal sealed class Overview(Links links, SqlFile sql)
{
    public async ValueTask<IReadOnlyList<QueueInfo>> QueuesAsync(JobStates counted, CancellationToken ct) =>
        await links.RunAsync(link => QueuesAsync(link, counted, ct), ct).ConfigureAwait(false);

    public async ValueTask<long> CountAvailableAsync(string queue, long atMost, CancellationToken ct) =>
        await links.RunAsync(link => CountAvailableAsync(link, queue, atMost), ct).ConfigureAwait(false);

    public async ValueTask<IReadOnlyList<ProcessInfo>> ProcessesAsync(CancellationToken ct) =>
        await links.RunAsync(link => ProcessesAsync(link, ct), ct).ConfigureAwait(false);

    private async Task<List<QueueInfo>> QueuesAsync(Link link, JobStates counted, CancellationToken ct)
    {
        int[] states = [.. Enum.GetValues<JobState>().Where(state => counted.Includes(state)).Select(state => (int)state)];
        await using var trip = link.Trip().Add(sql["queues"]).With(states);
        await using var reader = await trip.ReadAsync(ct).ConfigureAwait(false);
        var queues = new List<QueueInfo>();
        var counts = new Dictionary<JobState, long>();
        while (await reader.ReadAsync(ct).ConfigureAwait(false))
        {
            if (queues.Count == 0 || queues[^1].Name != reader.GetString(1))
            {
                counts = [];
                queues.Add(Describe(reader, counts));
            }

            if (!reader.IsDBNull(4))
            {
                queues[^1] = Count(queues[^1], counts, reader, counted);
            }
        }

        return queues.FindAll(queue => queue.Counts.Count > 0 || queue.IsPaused);
    }

    private async Task<long> CountAvailableAsync(Link link, string queue, long atMost)
    {
        await using var trip = link.Trip().Add(sql["count_available"]).With(queue).With(atMost);
        return await trip.ScalarAsync<long>().ConfigureAwait(false);
    }

    private static QueueInfo Describe(NpgsqlDataReader row, Dictionary<JobState, long> counts) => new()
    {
        Name = row.GetString(1),
        IsPaused = !row.IsDBNull(2),
        PausedAt = row.IsDBNull(2) ? null : Instants.Of(row.GetDateTime(2)),
        PauseReason = row.IsDBNull(3) ? null : row.GetString(3),
        Counts = counts,
    };

    // Available jobs are looked at in any case, for how long they have waited.
    private static QueueInfo Count(QueueInfo queue, Dictionary<JobState, long> counts, NpgsqlDataReader row, JobStates counted)
    {
        var state = (JobState)row.GetInt32(4);
        if (counted.Includes(state))
        {
            counts[state] = counts.GetValueOrDefault(state) + row.GetInt64(5);
        }

        if (row.IsDBNull(6))
        {
            return queue;
        }

        var waited = row.GetTimeSpan(6);
        return queue with { OldestAvailable = waited < TimeSpan.Zero ? TimeSpan.Zero : waited };
    }

    private async Task<List<ProcessInfo>> ProcessesAsync(Link link, CancellationToken ct)
    {
        await using var trip = link.Trip().Add(sql["processes"]);
        await using var reader = await trip.ReadAsync(ct).ConfigureAwait(false);
        var processes = new List<ProcessInfo>();
        while (await reader.ReadAsync(ct).ConfigureAwait(false))
        {
            var description = new ProcessDescription(
                reader.GetString(2), reader.GetInt32(3),
                DescriptionJson.ReadQueues(reader.GetString(4)), DescriptionJson.ReadNames(reader.GetString(5)))
            {
                Labels = reader.IsDBNull(8) ? [] : DescriptionJson.ReadNames(reader.GetString(8)),
            };
            processes.Add(new ProcessInfo(
                new ProcessIdentity(reader.GetInt32(0), reader.GetInt32(1)), description,
                Instants.Of(reader.GetDateTime(6)), Instants.Of(reader.GetDateTime(7))));
        }

        return processes;
    }
}
