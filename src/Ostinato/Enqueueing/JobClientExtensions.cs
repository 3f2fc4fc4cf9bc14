using System.Data.Common;
using System.Runtime.CompilerServices;

namespace Ostinato;

/// <summary>The calls that applications write.</summary>
public static class JobClientExtensions
{
    /// <inheritdoc cref="IJobClient.EnqueueAsync"/>
    public static Task<JobHandle> EnqueueAsync(this IJobClient client, object job, CancellationToken ct = default) =>
        client.EnqueueAsync(job, null, null, ct);

    /// <inheritdoc cref="IJobClient.EnqueueAsync"/>
    /// <remarks>It goes first among the overloads, so that <c>new() { … }</c> means the options.</remarks>
    [OverloadResolutionPriority(1)]
    public static Task<JobHandle> EnqueueAsync(
        this IJobClient client, object job, EnqueueOptions options, CancellationToken ct = default) =>
        client.EnqueueAsync(job, options, null, ct);

    /// <inheritdoc cref="IJobClient.EnqueueAsync"/>
    /// <exception cref="ArgumentNullException">There is no transaction: the job would be stored outside of it.</exception>
    public static Task<JobHandle> EnqueueAsync(
        this IJobClient client, object job, DbTransaction transaction, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        return client.EnqueueAsync(job, null, transaction, ct);
    }

    /// <inheritdoc cref="IJobClient.EnqueueAsync"/>
    public static async Task<JobHandle<TResult>> EnqueueAsync<TResult>(
        this IJobClient client, IJobResult<TResult> job, CancellationToken ct = default) =>
        new(await client.EnqueueAsync(job, null, null, ct).ConfigureAwait(false), client);

    /// <inheritdoc cref="IJobClient.EnqueueAsync"/>
    [OverloadResolutionPriority(1)]
    public static async Task<JobHandle<TResult>> EnqueueAsync<TResult>(
        this IJobClient client, IJobResult<TResult> job, EnqueueOptions options, CancellationToken ct = default) =>
        new(await client.EnqueueAsync(job, options, null, ct).ConfigureAwait(false), client);

    /// <inheritdoc cref="IJobClient.EnqueueAsync"/>
    /// <exception cref="ArgumentNullException">There is no transaction: the job would be stored outside of it.</exception>
    public static async Task<JobHandle<TResult>> EnqueueAsync<TResult>(
        this IJobClient client, IJobResult<TResult> job, DbTransaction transaction, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        return new(await client.EnqueueAsync(job, null, transaction, ct).ConfigureAwait(false), client);
    }

    /// <summary>Waits until a job has ended and returns its stored result.</summary>
    public static Task<TResult> ResultAsync<TResult>(this IJobClient client, JobId id, TimeSpan timeout) =>
        client.ResultAsync<TResult>(id, timeout, CancellationToken.None);
}
