using System.Data.Common;

namespace Ostinato.Storage;

/// <summary>Stores new jobs.</summary>
public interface IJobInserter
{
    /// <summary>Whether an insert in a caller's transaction has ended when the call returns. Default false.</summary>
    bool IsSynchronousInTransaction => false;

    /// <summary>Stores all of the jobs or none, in order, and answers one for one.</summary>
    /// <param name="jobs">At least one job. Two with one unique key in the same call conflict like any others.</param>
    /// <param name="transaction">The caller's transaction on the store's own database, or null for a commit of its own.</param>
    /// <param name="ct">Cancels the wait for a turn; what has begun to be written is finished.</param>
    /// <exception cref="ArgumentException">The transaction is not of this store's database.</exception>
    ValueTask<IReadOnlyList<InsertedJob>> InsertAsync(IReadOnlyList<NewJob> jobs, DbTransaction? transaction, CancellationToken ct);
}

/// <summary>A job to be stored.</summary>
public sealed record NewJob
{
    /// <summary>The wire name and, above version 1, the version: see <see cref="StoredName"/>.</summary>
    public required string Name { get; init; }

    /// <summary>The queue.</summary>
    public required string Queue { get; init; }

    /// <summary>0 first to 9 last.</summary>
    public required int Priority { get; init; }

    /// <summary>The payload in UTF-8 JSON.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>
    /// What travels with it, as a UTF-8 JSON object; empty when there is nothing. Member <c>tags</c> is an array of strings that queries
    /// filter by.
    /// </summary>
    public ReadOnlyMemory<byte> Headers { get; init; }

    /// <summary>When it may run; null or past means at once.</summary>
    public DueTime Due { get; init; }

    /// <summary>The key that only one job may hold.</summary>
    public UniqueClaim? Unique { get; init; }

    /// <summary>
    /// What it changes of the job that keeps its unique key, where that job waits; null for nothing. With the payload goes
    /// <see cref="Name"/>, which says its version.
    /// </summary>
    public JobUpdate? Replacement => Unique is not { Replace: not UniqueReplace.None and var what } ? null : new JobUpdate
    {
        Due = what.HasFlag(UniqueReplace.DueAt) ? Due : null,
        Priority = what.HasFlag(UniqueReplace.Priority) ? Priority : null,
        Queue = what.HasFlag(UniqueReplace.Queue) ? Queue : null,
        Payload = what.HasFlag(UniqueReplace.Payload) ? Payload : default(ReadOnlyMemory<byte>?),
        Headers = what.HasFlag(UniqueReplace.Options) ? new HeadersUpdate(Headers, Seen: null) : null,
    };
}

/// <summary>A time, absolute or counted from the store's now. The default value means now.</summary>
/// <param name="At">An absolute time.</param>
/// <param name="In">A wait from the store's now; wins over nothing, and is ignored where <paramref name="At"/> is set.</param>
public readonly record struct DueTime(DateTimeOffset? At, TimeSpan? In)
{
    /// <summary>The absolute time, given the store's now.</summary>
    public DateTimeOffset From(DateTimeOffset now) => At ?? (In is { } wait && wait > TimeSpan.Zero ? Later(now, wait) : now);

    private static DateTimeOffset Later(DateTimeOffset now, TimeSpan wait) =>
        wait < DateTimeOffset.MaxValue - now ? now + wait : DateTimeOffset.MaxValue;
}

/// <summary>A claim to be the only job with a key.</summary>
/// <param name="Key">32 bytes that stand for the wire name and the key text.</param>
/// <param name="While">The states in which the holder keeps the key.</param>
/// <param name="For">How long after its enqueue the holder keeps the key; null for as long as <paramref name="While"/> says.</param>
public sealed record UniqueClaim(ReadOnlyMemory<byte> Key, JobStates While, TimeSpan? For)
{
    /// <summary>
    /// What is replaced of the job that keeps the key, if it waits, in the same transaction. Of one that is set aside all but the due time.
    /// </summary>
    public UniqueReplace Replace { get; init; }
}

/// <summary>What became of a job that was to be stored.</summary>
/// <param name="Id">The id of the job: the new one, or the one that holds the unique key.</param>
/// <param name="IsDuplicate">Whether nothing was stored because another job holds the unique key.</param>
public readonly record struct InsertedJob(JobId Id, bool IsDuplicate)
{
    /// <summary>Whether the job that holds the unique key was changed as <see cref="UniqueClaim.Replace"/> says.</summary>
    public bool IsReplaced { get; init; }
}
