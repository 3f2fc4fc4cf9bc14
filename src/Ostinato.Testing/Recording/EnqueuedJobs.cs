using System.Data.Common;
using System.Globalization;

namespace Ostinato.Testing;

/// <summary>The recorded jobs that an assertion left over. Every link narrows them, and fails when none is left.</summary>
/// <typeparam name="TJob">The payload.</typeparam>
public sealed class EnqueuedJobs<TJob>
    where TJob : notnull
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(1);

    private readonly string _wanted;

    internal EnqueuedJobs(IReadOnlyList<RecordedJob> jobs, string wanted) => (Jobs, _wanted) = (jobs, wanted);

    /// <summary>What is left, in the order of the calls; at least one.</summary>
    public IReadOnlyList<RecordedJob> Jobs { get; }

    /// <summary>The payloads of what is left.</summary>
    public IReadOnlyList<TJob> Payloads => [.. Jobs.Select(job => (TJob)job.Payload)];

    /// <summary>Keeps the jobs of one queue.</summary>
    /// <exception cref="JobAssertionException">None is left.</exception>
    public EnqueuedJobs<TJob> OnQueue(string queue) => Narrow(job => job.Queue == queue, $"on queue '{queue}'");

    /// <summary>Keeps the jobs that wait so long from the call on, by <see cref="EnqueueOptions.Delay"/> or
    /// <see cref="EnqueueOptions.RunAt"/>.</summary>
    /// <param name="wait">How long.</param>
    /// <param name="tolerance">How far the wait may be off. Default 1 s, for a <c>RunAt</c> taken from a running clock.</param>
    /// <exception cref="JobAssertionException">None is left.</exception>
    public EnqueuedJobs<TJob> After(TimeSpan wait, TimeSpan? tolerance = null) =>
        Narrow(job => (job.Wait - wait).Duration() <= (tolerance ?? Tolerance), $"after {wait}");

    /// <summary>Keeps the jobs that may run from about that time on.</summary>
    /// <param name="time">The time.</param>
    /// <param name="tolerance">How far it may be off. Default 1 s.</param>
    /// <exception cref="JobAssertionException">None is left.</exception>
    public EnqueuedJobs<TJob> At(DateTimeOffset time, TimeSpan? tolerance = null) => Narrow(
        job => (job.EnqueuedAt + job.Wait - time).Duration() <= (tolerance ?? Tolerance),
        string.Create(CultureInfo.InvariantCulture, $"at {time:u}"));

    /// <summary>Keeps the jobs of one priority, 0 first to 9 last.</summary>
    /// <exception cref="JobAssertionException">None is left.</exception>
    public EnqueuedJobs<TJob> WithPriority(int priority) => Narrow(job => job.Priority == priority, $"with priority {priority}");

    /// <summary>Keeps the jobs that carry a tag.</summary>
    /// <exception cref="JobAssertionException">None is left.</exception>
    public EnqueuedJobs<TJob> WithTag(string tag)
    {
        ArgumentNullException.ThrowIfNull(tag);
        return Narrow(job => job.Tags.Contains(tag.Trim(), StringComparer.OrdinalIgnoreCase), $"tagged {tag}");
    }

    /// <summary>Keeps the jobs that were enqueued inside a transaction.</summary>
    /// <param name="transaction">Which one; null for any.</param>
    /// <exception cref="JobAssertionException">None is left.</exception>
    public EnqueuedJobs<TJob> InTransaction(DbTransaction? transaction = null) => Narrow(
        job => transaction is null ? job.Transaction is not null : ReferenceEquals(job.Transaction, transaction),
        transaction is null ? "in a transaction" : "in the given transaction");

    /// <summary>Checks how many are left here; links that follow narrow further.</summary>
    /// <param name="count">Exactly how many, at least 1.</param>
    /// <exception cref="JobAssertionException">More or fewer are left.</exception>
    public EnqueuedJobs<TJob> Times(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return Jobs.Count == count
            ? this
            : throw new JobAssertionException(
                $"Expected {_wanted} {Count(count)}, but found {Count(Jobs.Count)}.{JobAssertionException.List("These match:", Jobs)}");
    }

    private EnqueuedJobs<TJob> Narrow(Func<RecordedJob, bool> keep, string condition)
    {
        var wanted = $"{_wanted} {condition}";
        var left = Jobs.Where(keep).ToList();
        return left.Count > 0
            ? new EnqueuedJobs<TJob>(left, wanted)
            : throw new JobAssertionException($"Expected {wanted}, but found none.{JobAssertionException.List("Near matches:", Jobs)}");
    }

    private static string Count(int count) => count == 1 ? "once" : string.Create(CultureInfo.InvariantCulture, $"{count} times");
}
