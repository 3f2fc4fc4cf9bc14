using Microsoft.EntityFrameworkCore;
using Ostinato.EntityFrameworkCore;

namespace Ostinato;

/// <summary>The jobs of a <see cref="DbContext"/>: stored by <c>SaveChanges</c>, if and only if its transaction commits.</summary>
/// <remarks>
/// Jobs are pending as added entities are: a <c>SaveChanges</c> that fails leaves them pending, and what is never saved is never stored.
/// Like its context, it must not be used by two threads at once.
/// </remarks>
public sealed class ContextJobs
{
    private readonly PendingJobs _pending;

    internal ContextJobs(PendingJobs pending) => _pending = pending;

    /// <summary>How many jobs wait for <c>SaveChanges</c>.</summary>
    public int Count => _pending.Count;

    /// <summary>Stores one job with the next <c>SaveChanges</c>.</summary>
    /// <param name="job">The payload.</param>
    /// <param name="options">What this call says of the job; what it leaves out the attributes of the payload say.</param>
    /// <returns>The job, which has its id once it is saved.</returns>
    public PendingJob Enqueue(object job, EnqueueOptions? options = null)
    {
        return _pending.Add(Job(job, options));
    }

    /// <summary>Stores one job whose payload is made when the rows are written: keys that the database generates are there.</summary>
    /// <param name="job">Makes the payload, once for each attempt to save. The transaction is still open.</param>
    /// <param name="options">What this call says of the job; what it leaves out the attributes of the payload say.</param>
    /// <returns>The job, which has its id once it is saved.</returns>
    public PendingJob Enqueue(Func<object> job, EnqueueOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(job);
        return _pending.Add(new PendingJob(job, options) { IsMadeLate = true });
    }

    /// <summary>Stores every job of a sequence with the next <c>SaveChanges</c>. The sequence is read at once.</summary>
    /// <returns>The jobs, in order.</returns>
    public IReadOnlyList<PendingJob> EnqueueMany<TJob>(IEnumerable<TJob> jobs, EnqueueOptions? options = null)
        where TJob : notnull
    {
        ArgumentNullException.ThrowIfNull(jobs);
        var all = jobs.Select(job => Job(job, options)).ToList();
        all.ForEach(job => _pending.Add(job));
        return all;
    }

    /// <summary>Forgets the jobs that wait. <c>ChangeTracker.Clear()</c> does not reach them.</summary>
    public void Clear() => _pending.Clear();

    private static PendingJob Job(object job, EnqueueOptions? options)
    {
        ArgumentNullException.ThrowIfNull(job);
        return new PendingJob(() => job, options);
    }
}
