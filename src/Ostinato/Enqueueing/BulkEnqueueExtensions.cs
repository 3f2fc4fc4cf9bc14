using System.Data.Common;
using System.Runtime.CompilerServices;

namespace Ostinato;

/// <summary>Enqueueing of sequences of any length, in bounded memory.</summary>
public static class BulkEnqueueExtensions
{
    /// <summary>How many jobs share one commit.</summary>
    public const int BatchSize = 1_000;

    /// <summary>Stores every job of a sequence, a batch of 1,000 in each commit.</summary>
    /// <remarks>Each batch is stored whole or not at all. When a batch throws, the batches before it are stored.</remarks>
    [OverloadResolutionPriority(1)]
    public static Task<EnqueueSummary> EnqueueManyAsync<TJob>(
        this IJobClient client, IEnumerable<TJob> jobs, EnqueueOptions? options = null, CancellationToken ct = default)
        where TJob : notnull => client.EnqueueAllAsync(jobs, options, null, ct);

    /// <inheritdoc cref="EnqueueManyAsync{TJob}(IJobClient, IEnumerable{TJob}, EnqueueOptions?, CancellationToken)"/>
    public static Task<EnqueueSummary> EnqueueManyAsync<TJob>(this IJobClient client, IEnumerable<TJob> jobs, CancellationToken ct)
        where TJob : notnull => client.EnqueueManyAsync(jobs, null, ct);

    /// <summary>Stores every job of a sequence in the caller's transaction.</summary>
    public static Task<EnqueueSummary> EnqueueManyAsync<TJob>(
        this IJobClient client, IEnumerable<TJob> jobs, DbTransaction transaction, CancellationToken ct = default)
        where TJob : notnull => client.EnqueueManyAsync(jobs, null, transaction, ct);

    /// <inheritdoc cref="EnqueueManyAsync{TJob}(IJobClient, IEnumerable{TJob}, DbTransaction, CancellationToken)"/>
    public static Task<EnqueueSummary> EnqueueManyAsync<TJob>(
        this IJobClient client, IEnumerable<TJob> jobs, EnqueueOptions? options, DbTransaction transaction, CancellationToken ct = default)
        where TJob : notnull
    {
        ArgumentNullException.ThrowIfNull(transaction);
        return client.EnqueueAllAsync(jobs, options, transaction, ct);
    }

    /// <inheritdoc cref="EnqueueManyAsync{TJob}(IJobClient, IEnumerable{TJob}, EnqueueOptions?, CancellationToken)"/>
    [OverloadResolutionPriority(1)]
    public static async Task<EnqueueSummary> EnqueueManyAsync<TJob>(
        this IJobClient client, IAsyncEnumerable<TJob> jobs, EnqueueOptions? options = null, CancellationToken ct = default)
        where TJob : notnull
    {
        var summary = default(EnqueueSummary);
        await foreach (var handles in client.EnqueueStreamAsync(jobs, options, ct).ConfigureAwait(false))
        {
            summary = summary.With(handles);
        }

        return summary;
    }

    /// <inheritdoc cref="EnqueueManyAsync{TJob}(IJobClient, IEnumerable{TJob}, EnqueueOptions?, CancellationToken)"/>
    public static Task<EnqueueSummary> EnqueueManyAsync<TJob>(this IJobClient client, IAsyncEnumerable<TJob> jobs, CancellationToken ct)
        where TJob : notnull => client.EnqueueManyAsync(jobs, null, ct);

    /// <summary>Stores every job of a sequence and yields the handles of each batch once it is stored.</summary>
    public static async IAsyncEnumerable<IReadOnlyList<JobHandle>> EnqueueStreamAsync<TJob>(
        this IJobClient client, IAsyncEnumerable<TJob> jobs, EnqueueOptions? options = null,
        [EnumeratorCancellation] CancellationToken ct = default)
        where TJob : notnull
    {
        ArgumentNullException.ThrowIfNull(jobs);
        var batch = new List<object>(BatchSize);
        await foreach (var job in jobs.WithCancellation(ct).ConfigureAwait(false))
        {
            batch.Add(job);
            if (batch.Count == BatchSize)
            {
                yield return await client.EnqueueBatchAsync(batch, options, null, ct).ConfigureAwait(false);
                batch.Clear();
            }
        }

        if (batch.Count > 0)
        {
            yield return await client.EnqueueBatchAsync(batch, options, null, ct).ConfigureAwait(false);
        }
    }

    private static async Task<EnqueueSummary> EnqueueAllAsync<TJob>(
        this IJobClient client, IEnumerable<TJob> jobs, EnqueueOptions? options, DbTransaction? transaction, CancellationToken ct)
        where TJob : notnull
    {
        ArgumentNullException.ThrowIfNull(jobs);
        var summary = default(EnqueueSummary);
        foreach (var batch in jobs.Chunk(BatchSize))
        {
            var handles = await client.EnqueueBatchAsync([.. batch.Cast<object>()], options, transaction, ct).ConfigureAwait(false);
            summary = summary.With(handles);
        }

        return summary;
    }

    private static EnqueueSummary With(this EnqueueSummary summary, IReadOnlyList<JobHandle> handles)
    {
        var duplicates = handles.Count(handle => handle.IsDuplicate);
        return new(summary.Enqueued + handles.Count - duplicates, summary.Duplicates + duplicates)
        {
            Replaced = summary.Replaced + handles.Count(handle => handle.IsReplaced),
        };
    }
}
