using Ostinato.Storage;

namespace Ostinato.PostgreSql;

/// <summary>Does what a person asks for one job.</summary>
internal sealed class PostgreSqlJobControl(
    Links links, Cancelling cancelling, Retrying retrying, Deleting deleting, Reinstating reinstating, Updating updating,
    Resuming resuming) : IJobControl
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

    public async ValueTask<UpdateResult> UpdateAsync(JobId id, JobUpdate update, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(update);
        return id.TryGetNumber(out var number)
            ? await updating.UpdateAsync(number, update, ct).ConfigureAwait(false) ?? throw Nowhere(number)
            : UpdateResult.NotFound;
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
