using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Ostinato.Privacy;
using Ostinato.Storage;
using Ostinato.Telemetry;

namespace Ostinato;

/// <summary>The way in: writes payloads, hands them to the store, and tells the caller when they are safe.</summary>
internal sealed class JobClient(
    StoreAccess access, JobWriter writer, JobRegistry registry, MemberVault vault, JobQuotas quotas, ResultWait results,
    Instruments instruments) : IJobClient
{
    private readonly GroupCommit _groupCommit = new(access.Store.Inserter);

    public bool IsSynchronousInTransaction => access.IsOpen && access.Store.Inserter.IsSynchronousInTransaction;

    public async ValueTask OpenAsync(CancellationToken ct) => await access.OpenAsync(ct).ConfigureAwait(false);

    public async Task<JobHandle> EnqueueAsync(object job, EnqueueOptions? options, DbTransaction? transaction, CancellationToken ct)
    {
        using var span = Instruments.StartEnqueue(registry.Of(job));
        var written = writer.Write(job, options);
        ct.ThrowIfCancellationRequested();
        var store = await access.OpenAsync(ct).ConfigureAwait(false);
        await quotas.AdmitAsync(written, mayWait: transaction is null, ct).ConfigureAwait(false);
        var inserted = transaction is null
            ? await _groupCommit.InsertAsync(written, ct).ConfigureAwait(false)
            : (await store.Inserter.InsertAsync([written], transaction, ct).ConfigureAwait(false))[0];
        instruments.Enqueued(written, inserted);
        span?.SetTag("messaging.message.id", inserted.Id.ToString());
        return JobHandle.Of(inserted);
    }

    public async Task<IReadOnlyList<JobHandle>> EnqueueBatchAsync(
        IReadOnlyList<object> jobs, EnqueueOptions? options, DbTransaction? transaction, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        if (jobs.Count == 0)
        {
            return [];
        }

        using var span = Instruments.StartEnqueue(jobs.Count);
        var written = new NewJob[jobs.Count];
        for (var i = 0; i < written.Length; i++)
        {
            written[i] = writer.Write(jobs[i], options);
        }

        var store = await access.OpenAsync(ct).ConfigureAwait(false);
        await quotas.AdmitAsync(written, mayWait: transaction is null, ct).ConfigureAwait(false);
        var inserted = await store.Inserter.InsertAsync(written, transaction, ct).ConfigureAwait(false);
        return Handles(written, inserted);
    }

    public async Task<TResult> ResultAsync<TResult>(JobId id, TimeSpan timeout, CancellationToken ct)
    {
        var job = await results.UntilFinalAsync(id, timeout, ct).ConfigureAwait(false);
        var definition = registry.Find(job.Name)?.Definition;
        var json = definition?.Result as JsonTypeInfo<TResult>
            ?? throw new InvalidOperationException(
                $"Job '{job.Name}' is not registered here with a result of type {typeof(TResult).Name}.");
        if (job.IsResultExpired)
        {
            throw new JobResultExpiredException(
                id,
                string.Create(CultureInfo.InvariantCulture, $"Job {id} '{job.Name}' completed at {job.FinishedAt:u}, and its result is ")
                + "not kept any more (Ostinato:Retention:Results).");
        }

        return job is { State: JobState.Completed, Result: { } stored }
            ? JsonSerializer.Deserialize(vault.OpenResult(definition!, job.Name, stored).Span, json)!
            : throw new JobFailedException(id, $"Job {id} '{job.Name}' ended as {job.State} without a result. {job.Reason}".TrimEnd());
    }

    private JobHandle[] Handles(NewJob[] written, IReadOnlyList<InsertedJob> inserted)
    {
        var handles = new JobHandle[inserted.Count];
        for (var i = 0; i < handles.Length; i++)
        {
            instruments.Enqueued(written[i], inserted[i]);
            handles[i] = JobHandle.Of(inserted[i]);
        }

        return handles;
    }
}
