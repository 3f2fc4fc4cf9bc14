using Ostinato.Storage;

namespace Ostinato.Sqlite;

internal sealed class SqliteJobControl(Writer writer, Readers readers) : IJobControl
{
    private const int StepSize = 1_000;

    public async ValueTask<CancelResult> CancelAsync(JobId id, string reason, NewAuditEntry? audit, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return id.TryGetNumber(out var number)
            ? await writer.RunAsync(session => session.JobControl.Cancel(number, reason, audit), Flush.Now, ct).ConfigureAwait(false)
            : CancelResult.NotFound;
    }

    public async ValueTask<RetryResult> RetryAsync(JobId id, NewAuditEntry? audit, CancellationToken ct) =>
        id.TryGetNumber(out var number)
            ? await writer.RunAsync(session => session.JobControl.Retry(number, audit), Flush.Now, ct).ConfigureAwait(false)
            : RetryResult.NotFound;

    public async ValueTask<RetryResult> QuarantineAsync(JobId id, NewAuditEntry? audit, CancellationToken ct) =>
        id.TryGetNumber(out var number)
            ? await writer.RunAsync(session => session.JobControl.Quarantine(number, audit), Flush.Now, ct).ConfigureAwait(false)
            : RetryResult.NotFound;

    public async ValueTask<DeleteResult> DeleteAsync(JobId id, NewAuditEntry? audit, CancellationToken ct) =>
        id.TryGetNumber(out var number)
            ? await writer.RunAsync(session => session.JobControl.Delete(number, audit), Flush.Now, ct).ConfigureAwait(false)
            : DeleteResult.NotFound;

    public async ValueTask<ReinstateResult> ReinstateAsync(JobId id, DateTimeOffset? due, CancellationToken ct) =>
        id.TryGetNumber(out var number)
            ? await writer.RunAsync(session => session.JobControl.Reinstate(number, due), Flush.Now, ct).ConfigureAwait(false)
            : ReinstateResult.NotFound;

    public async ValueTask<UpdateResult> UpdateAsync(JobId id, JobUpdate update, NewAuditEntry? audit, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(update);
        return id.TryGetNumber(out var number)
            ? await writer.RunAsync(session => session.Updating.Update(number, update, audit), Flush.Now, ct).ConfigureAwait(false)
            : UpdateResult.NotFound;
    }

    public ValueTask<IReadOnlyList<CancelResult>> CancelAsync(IReadOnlyList<JobId> ids, string reason, CancellationToken ct) =>
        ChangeAsync(ids, CancelResult.NotFound, (session, id) => session.JobControl.Cancel(id, reason, audit: null), ct);

    public ValueTask<IReadOnlyList<RetryResult>> RetryAsync(IReadOnlyList<JobId> ids, CancellationToken ct) =>
        ChangeAsync(ids, RetryResult.NotFound, static (session, id) => session.JobControl.Retry(id, audit: null), ct);

    public ValueTask<IReadOnlyList<DeleteResult>> DeleteAsync(IReadOnlyList<JobId> ids, CancellationToken ct) =>
        ChangeAsync(ids, DeleteResult.NotFound, static (session, id) => session.JobControl.Delete(id, audit: null), ct);

    public ValueTask<IReadOnlyList<UpdateResult>> MoveAsync(IReadOnlyList<JobId> ids, string queue, CancellationToken ct)
    {
        var update = new JobUpdate { Queue = queue };
        return ChangeAsync(ids, UpdateResult.NotFound, (session, id) => session.Updating.Update(id, update), ct);
    }

    public async ValueTask<int> ResumeSuspendedAsync(
        SuspensionReason reason, IReadOnlyCollection<string> names, IReadOnlyCollection<string> queues, int limit, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(queues);
        var groups = await readers.RunAsync(session => session.JobControl.Resumable(reason, names, queues), ct).ConfigureAwait(false);
        var total = 0;
        foreach (var group in groups)
        {
            for (var (count, size) = (0, 0); count == size && total < limit; total += count)
            {
                size = Math.Min(StepSize, limit - total);
                count = await writer
                    .RunAsync(session => session.JobControl.Resume(reason, group, size), Flush.Now, ct).ConfigureAwait(false);
            }
        }

        return total;
    }

    // Some hundred in one commit, so that others write in between.
    private async ValueTask<IReadOnlyList<T>> ChangeAsync<T>(
        IReadOnlyList<JobId> ids, T notFound, Func<Session, long, T> change, CancellationToken ct)
    {
        var results = new List<T>(ids.Count);
        foreach (var step in ids.Chunk(StepSize))
        {
            results.AddRange(await writer.RunAsync(
                session => Array.ConvertAll(step, id => id.TryGetNumber(out var number) ? change(session, number) : notFound),
                Flush.Now, ct).ConfigureAwait(false));
        }

        return results;
    }
}

internal sealed class SqliteQueueControl(Writer writer, Readers readers) : IQueueControl
{
    public async ValueTask<IReadOnlyList<StoredQueue>> ListAsync(CancellationToken ct) =>
        await readers.RunAsync(session => session.QueueControl.All(), ct).ConfigureAwait(false);

    public async ValueTask<bool> WriteAsync(StoredQueue queue, NewAuditEntry? audit, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(queue);
        return await writer.RunAsync(session => session.QueueControl.Write(queue, audit), Flush.Now, ct).ConfigureAwait(false);
    }
}
