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

    /// <summary>How many jobs wait for <c>SaveChanges</c>, to be stored or completed.</summary>
    public int Count => _pending.Count;

    /// <summary>Stores one job with the next <c>SaveChanges</c>.</summary>
    /// <param name="job">The payload.</param>
    /// <param name="options">What this call says of the job; what it leaves out the attributes of the payload say.</param>
    /// <returns>The job, which has its id once it is saved.</returns>
    public PendingJob Enqueue(object job, EnqueueOptions? options = null) => _pending.Add(Made(job, options));

    /// <summary>Stores one job whose payload is made when the rows are written: keys that the database generates are there.</summary>
    /// <param name="job">Makes the payload, once for each attempt to save. The transaction is still open.</param>
    /// <param name="options">What this call says of the job; what it leaves out the attributes of the payload say.</param>
    /// <returns>The job, which has its id once it is saved.</returns>
    public PendingJob Enqueue(Func<object> job, EnqueueOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(job);
        return _pending.Add(MadeLate(job, options));
    }

    /// <summary>Stores every job of a sequence with the next <c>SaveChanges</c>. The sequence is read at once.</summary>
    /// <returns>The jobs, in order.</returns>
    public IReadOnlyList<PendingJob> EnqueueMany<TJob>(IEnumerable<TJob> jobs, EnqueueOptions? options = null)
        where TJob : notnull
    {
        ArgumentNullException.ThrowIfNull(jobs);
        return Add([.. jobs.Select(job => Made(job, options))]);
    }

    /// <summary>Stores a job for every row with the next <c>SaveChanges</c>, its payload made when the rows are written.</summary>
    /// <param name="rows">The rows; read at once.</param>
    /// <param name="job">Makes the payload of a row, once for each attempt to save. The transaction is still open.</param>
    /// <param name="options">What this call says of every one of the jobs.</param>
    /// <returns>The jobs, in order.</returns>
    public IReadOnlyList<PendingJob> EnqueueMany<TRow>(IEnumerable<TRow> rows, Func<TRow, object> job, EnqueueOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(job);
        return Add([.. rows.Select(row => MadeLate(() => job(row), options))]);
    }

    /// <summary>
    /// Completes the job of a handler with the next <c>SaveChanges</c>: it is completed if and only if the rows are committed, and so are
    /// written exactly once. Save, and return.
    /// </summary>
    /// <remarks>
    /// <c>SaveChanges</c> throws <see cref="JobLeaseLostException"/>, and writes nothing, where the handler does not hold the job any more.
    /// In a transaction of the handler's own, its commit decides. What <see cref="JobContext.CompleteInAsync"/> says holds here.
    /// </remarks>
    /// <param name="handler">The context of the handler.</param>
    public void Complete(JobContext handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        _pending.Add(new PendingCompletion(handler.CompleteInAsync));
    }

    /// <summary>The same for a job with a result.</summary>
    /// <param name="handler">The context of the handler.</param>
    /// <param name="result">The result. What the handler returns is not stored.</param>
    public void Complete<TResult>(JobContext handler, TResult result)
    {
        ArgumentNullException.ThrowIfNull(handler);
        _pending.Add(new PendingCompletion((transaction, ct) => handler.CompleteInAsync(transaction, result, ct)));
    }

    /// <summary>Forgets the jobs that wait. <c>ChangeTracker.Clear()</c> does not reach them.</summary>
    public void Clear() => _pending.Clear();

    private static PendingJob Made(object job, EnqueueOptions? options)
    {
        ArgumentNullException.ThrowIfNull(job);
        return new PendingJob(() => job, options);
    }

    private static PendingJob MadeLate(Func<object> job, EnqueueOptions? options) => new(job, options) { IsMadeLate = true };

    private List<PendingJob> Add(List<PendingJob> jobs)
    {
        jobs.ForEach(job => _pending.Add(job));
        return jobs;
    }
}
