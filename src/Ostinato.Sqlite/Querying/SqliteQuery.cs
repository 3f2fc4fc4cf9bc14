using Ostinato.Storage;

namespace Ostinato.Sqlite;

internal sealed class SqliteQuery(Readers readers) : IJobQuery
{
    public async ValueTask<JobInfo?> GetAsync(JobId id, CancellationToken ct) =>
        id.TryGetNumber(out var number) ? await readers.RunAsync(session => session.Reader.Get(number), ct).ConfigureAwait(false) : null;

    public async ValueTask<JobPage> ListAsync(JobFilter filter, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return await readers.RunAsync(session => session.List.List(filter, ct), ct).ConfigureAwait(false);
    }

    public async ValueTask<IReadOnlyDictionary<JobId, AttemptError>> LastErrorsAsync(IReadOnlyList<JobId> ids, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return await readers.RunAsync(session => LastErrors(session, ids), ct).ConfigureAwait(false);
    }

    private static Dictionary<JobId, AttemptError> LastErrors(Session session, IReadOnlyList<JobId> ids)
    {
        var errors = new Dictionary<JobId, AttemptError>();
        foreach (var id in ids)
        {
            if (id.TryGetNumber(out var number) && session.Failures.Last(number) is { } last)
            {
                errors[id] = last;
            }
        }

        return errors;
    }

    public async ValueTask<IReadOnlyList<QueueInfo>> QueuesAsync(JobStates counted, CancellationToken ct) =>
        await readers.RunAsync(session => session.Overview.Queues(counted), ct).ConfigureAwait(false);

    public async ValueTask<long> CountAvailableAsync(string queue, long atMost, CancellationToken ct) =>
        await readers.RunAsync(session => session.Overview.CountAvailable(queue, atMost), ct).ConfigureAwait(false);

    public async ValueTask<IReadOnlyList<ProcessInfo>> ProcessesAsync(CancellationToken ct) =>
        await readers.RunAsync(session => session.Overview.Processes(), ct).ConfigureAwait(false);
}
