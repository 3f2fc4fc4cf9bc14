using Ostinato.Storage;

namespace Ostinato.PostgreSql;

internal sealed class PostgreSqlQuery(JobReader reader, JobList list, Overview overview) : IJobQuery
{
    public async ValueTask<JobInfo?> GetAsync(JobId id, CancellationToken ct) =>
        id.TryGetNumber(out var number) ? await reader.GetAsync(number, ct).ConfigureAwait(false) : null;

    public ValueTask<JobPage> ListAsync(JobFilter filter, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return list.ListAsync(filter, ct);
    }

    public ValueTask<IReadOnlyDictionary<JobId, AttemptError>> LastErrorsAsync(IReadOnlyList<JobId> ids, CancellationToken ct) =>
        reader.LastErrorsAsync([.. ids.Select(id => id.TryGetNumber(out var number) ? number : 0)], ct);

    public ValueTask<IReadOnlyList<QueueInfo>> QueuesAsync(JobStates counted, CancellationToken ct) => overview.QueuesAsync(counted, ct);

    public ValueTask<long> CountAvailableAsync(string queue, long atMost, CancellationToken ct) =>
        overview.CountAvailableAsync(queue, atMost, ct);

    public ValueTask<IReadOnlyList<ProcessInfo>> ProcessesAsync(CancellationToken ct) => overview.ProcessesAsync(ct);
}
