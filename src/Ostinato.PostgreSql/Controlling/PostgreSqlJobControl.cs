using Ostinato.Storage;

namespace Ostinato.PostgreSql;

/// <summary>Does what a person asks for jobs.</summary>
internal sealed class PostgreSqlJobControl(
    Links links, Cancelling cancelling, Retrying retrying, Deleting deleting, Reinstating reinstating, Updating updating,
    Resuming resuming, ManyJobs many, Names queues) : IJobControl
{
    // A job that was in no place while its body was there was on its way from one to another.
    private const int MostTries = 50;

    public async ValueTask<CancelResult> CancelAsync(JobId id, string reason, NewAuditEntry? audit, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return id.TryGetNumber(out var number)
            ? await UntilFoundAsync(number, link => cancelling.CancelAsync(link, number, reason, audit), ct).ConfigureAwait(false)
            : CancelResult.NotFound;
    }

    public async ValueTask<RetryResult> RetryAsync(JobId id, NewAuditEntry? audit, CancellationToken ct) =>
        id.TryGetNumber(out var number)
            ? await UntilFoundAsync(number, link => retrying.RetryAsync(link, number, audit), ct).ConfigureAwait(false)
            : RetryResult.NotFound;

    public async ValueTask<RetryResult> QuarantineAsync(JobId id, NewAuditEntry? audit, CancellationToken ct) =>
        id.TryGetNumber(out var number)
            ? await UntilFoundAsync(number, link => retrying.QuarantineAsync(link, number, audit), ct).ConfigureAwait(false)
            : RetryResult.NotFound;

    public async ValueTask<DeleteResult> DeleteAsync(JobId id, NewAuditEntry? audit, CancellationToken ct) =>
        id.TryGetNumber(out var number)
            ? await UntilFoundAsync(number, link => deleting.DeleteAsync(link, number, audit), ct).ConfigureAwait(false)
            : DeleteResult.NotFound;

    public async ValueTask<ReinstateResult> ReinstateAsync(JobId id, DateTimeOffset? due, CancellationToken ct) =>
        id.TryGetNumber(out var number)
            ? await UntilFoundAsync(number, link => reinstating.ReinstateAsync(link, number, due), ct).ConfigureAwait(false)
            : ReinstateResult.NotFound;

    public async ValueTask<UpdateResult> UpdateAsync(JobId id, JobUpdate update, NewAuditEntry? audit, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(update);
        return id.TryGetNumber(out var number)
            ? await updating.UpdateAsync(number, update, audit, ct).ConfigureAwait(false) ?? throw Nowhere(number)
            : UpdateResult.NotFound;
    }

    public ValueTask<IReadOnlyList<CancelResult>> CancelAsync(IReadOnlyList<JobId> ids, string reason, CancellationToken ct) =>
        many.ChangeAsync(
            ids, CancelResult.Cancelled, (all, link, some) => all.CancelAsync(link, some, reason),
            id => CancelAsync(id, reason, audit: null, ct), ct);

    public ValueTask<IReadOnlyList<RetryResult>> RetryAsync(IReadOnlyList<JobId> ids, CancellationToken ct) =>
        many.ChangeAsync(
            ids, RetryResult.Retried, static (all, link, some) => all.RetryAsync(link, some), id => RetryAsync(id, audit: null, ct), ct);

    public ValueTask<IReadOnlyList<DeleteResult>> DeleteAsync(IReadOnlyList<JobId> ids, CancellationToken ct) =>
        many.ChangeAsync(
            ids, DeleteResult.Deleted, static (all, link, some) => all.DeleteAsync(link, some), id => DeleteAsync(id, audit: null, ct), ct);

    public async ValueTask<IReadOnlyList<UpdateResult>> MoveAsync(IReadOnlyList<JobId> ids, string queue, CancellationToken ct)
    {
        await queues.AddAsync([queue], ct).ConfigureAwait(false);
        var number = queues.Known(queue);
        return await many.ChangeAsync(
            ids, UpdateResult.Updated, (all, link, some) => all.MoveAsync(link, some, number),
            id => UpdateAsync(id, new JobUpdate { Queue = queue }, audit: null, ct), ct).ConfigureAwait(false);
    }

    public ValueTask<int> ResumeSuspendedAsync(
        SuspensionReason reason, IReadOnlyCollection<string> names, IReadOnlyCollection<string> queues, int limit, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(queues);
        return resuming.ResumeAsync(reason, names, queues, limit, ct);
    }

    private async ValueTask<T> UntilFoundAsync<T>(long id, Func<Link, Task<T?>> operation, CancellationToken ct)
        where T : struct
    {
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            if (await links.RunOnceAsync(operation, ct).ConfigureAwait(false) is { } answer)
            {
                return answer;
            }
        }

        throw Nowhere(id);
    }

    private static InvalidDataException Nowhere(long id) =>
        new($"Job {id} is in no place. Its body is in the store; `IJobAdmin.DiagnoseAsync` says more.");
}
