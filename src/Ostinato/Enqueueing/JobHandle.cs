using Ostinato.Storage;

namespace Ostinato;

/// <summary>A job that was enqueued.</summary>
/// <param name="Id">Its id; that of the job that exists already when <paramref name="IsDuplicate"/>.</param>
/// <param name="IsDuplicate">Whether nothing was stored, because another job holds the unique key.</param>
public record JobHandle(JobId Id, bool IsDuplicate)
{
    /// <summary>Whether the job that holds the unique key waited, and was changed as the call or its payload asks.</summary>
    public bool IsReplaced { get; init; }

    internal static JobHandle Of(in InsertedJob inserted) => new(inserted.Id, inserted.IsDuplicate) { IsReplaced = inserted.IsReplaced };
}

/// <summary>A job that was enqueued and will have a result.</summary>
/// <typeparam name="TResult">What its handler returns.</typeparam>
public sealed record JobHandle<TResult> : JobHandle
{
    private readonly IJobClient _client;

    internal JobHandle(JobHandle handle, IJobClient client)
        : base(handle) => _client = client;

    /// <summary>Waits until the job has ended and returns its stored result, from whichever process ran it.</summary>
    /// <exception cref="TimeoutException">The job had not ended in time.</exception>
    /// <exception cref="JobFailedException">The job ended without a result.</exception>
    /// <exception cref="JobResultExpiredException">The job has completed, and its result is not kept any more.</exception>
    public Task<TResult> ResultAsync(TimeSpan timeout, CancellationToken ct = default) => _client.ResultAsync<TResult>(Id, timeout, ct);
}

/// <summary>A job that somebody waited for ended without a result.</summary>
public sealed class JobFailedException(JobId id, string message) : Exception(message)
{
    /// <summary>The job.</summary>
    public JobId Id { get; } = id;
}

/// <summary>
/// A job has completed, and its result was kept for less time than the job (<see cref="RetentionOptions.Results"/>). Enqueue it again to
/// have another one.
/// </summary>
public sealed class JobResultExpiredException(JobId id, string message) : Exception(message)
{
    /// <summary>The job.</summary>
    public JobId Id { get; } = id;
}

/// <summary>What became of many jobs.</summary>
/// <param name="Enqueued">How many were stored.</param>
/// <param name="Duplicates">How many were not, because another job holds their unique key.</param>
public readonly record struct EnqueueSummary(long Enqueued, long Duplicates)
{
    /// <summary>How many of the duplicates changed the job that holds their unique key.</summary>
    public long Replaced { get; init; }
}
