using System.Data.Common;

namespace Ostinato;

/// <summary>A job of a context. It has its id once <c>SaveChanges</c> has stored it.</summary>
public sealed class PendingJob
{
    private readonly Func<object> _payload;
    private JobHandle? _written;
    private JobHandle? _saved;

    internal PendingJob(Func<object> payload, EnqueueOptions? options) => (_payload, Options) = (payload, options);

    /// <summary>Whether <c>SaveChanges</c> has stored it. In a transaction of the caller's own, that may still be rolled back.</summary>
    public bool IsSaved => _saved is not null;

    /// <summary>The id of the job; that of the job that exists already when <see cref="IsDuplicate"/>.</summary>
    /// <exception cref="InvalidOperationException">It is not saved.</exception>
    public JobId Id => Handle.Id;

    /// <summary>Whether nothing was stored, because another job holds the unique key.</summary>
    /// <exception cref="InvalidOperationException">It is not saved.</exception>
    public bool IsDuplicate => Handle.IsDuplicate;

    /// <summary>What <see cref="IJobClient.EnqueueAsync"/> returned for it.</summary>
    /// <exception cref="InvalidOperationException">It is not saved.</exception>
    public JobHandle Handle =>
        _saved ?? throw new InvalidOperationException("The job has no id yet. It gets one when SaveChanges of its context has stored it.");

    internal EnqueueOptions? Options { get; }

    /// <summary>Whether the payload needs what the database generates.</summary>
    internal bool IsMadeLate { get; init; }

    /// <summary>The transaction it is written in, which may not have committed.</summary>
    internal DbTransaction? Transaction { get; private set; }

    internal object MakePayload() => _payload() ?? throw new InvalidOperationException("The payload of a pending job was made as null.");

    internal void Written(JobHandle handle, DbTransaction transaction) => (_written, Transaction) = (handle, transaction);

    internal void Saved() => (_saved, Transaction) = (_written, null);
}
