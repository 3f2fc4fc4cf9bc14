namespace Ostinato;

/// <summary>Actions on all jobs that match a filter in words; see <see cref="JobFilter.Parse"/>.</summary>
public static class BulkExtensions
{
    /// <summary>Makes all jobs available that match, such as <c>state:discarded queue:mail since:2h</c>.</summary>
    /// <exception cref="FormatException">The words make no filter; the message says why.</exception>
    /// <inheritdoc cref="IJobOperations.RetryAsync(JobFilter, BulkOptions, CancellationToken)"/>
    public static Task<BulkResult> RetryAsync(
        this IJobOperations jobs, string filter, BulkOptions? options = null, CancellationToken ct = default) =>
        jobs.RetryAsync(JobFilter.Parse(filter), options, ct);

    /// <summary>Cancels all jobs that match.</summary>
    /// <exception cref="FormatException">The words make no filter; the message says why.</exception>
    /// <inheritdoc cref="IJobOperations.CancelAsync(JobFilter, string, BulkOptions, CancellationToken)"/>
    public static Task<BulkResult> CancelAsync(
        this IJobOperations jobs, string filter, string reason, BulkOptions? options = null, CancellationToken ct = default) =>
        jobs.CancelAsync(JobFilter.Parse(filter), reason, options, ct);

    /// <summary>Removes all jobs that match.</summary>
    /// <exception cref="FormatException">The words make no filter; the message says why.</exception>
    /// <inheritdoc cref="IJobOperations.DeleteAsync(JobFilter, BulkOptions, CancellationToken)"/>
    public static Task<BulkResult> DeleteAsync(
        this IJobOperations jobs, string filter, BulkOptions? options = null, CancellationToken ct = default) =>
        jobs.DeleteAsync(JobFilter.Parse(filter), options, ct);

    /// <summary>Groups the last errors of the jobs that match, such as <c>state:discarded queue:mail since:2h</c>.</summary>
    /// <exception cref="FormatException">The words make no filter; the message says why.</exception>
    /// <inheritdoc cref="IJobOperations.ErrorsAsync(JobFilter, CancellationToken)"/>
    public static Task<ErrorGroups> ErrorsAsync(this IJobOperations jobs, string filter, CancellationToken ct = default) =>
        jobs.ErrorsAsync(JobFilter.Parse(filter), ct);

    /// <summary>Moves all jobs that match and wait to the end of another queue.</summary>
    /// <exception cref="FormatException">The words make no filter; the message says why.</exception>
    /// <inheritdoc cref="IJobOperations.MoveAsync(JobFilter, string, BulkOptions, CancellationToken)"/>
    public static Task<BulkResult> MoveAsync(
        this IJobOperations jobs, string filter, string queue, BulkOptions? options = null, CancellationToken ct = default) =>
        jobs.MoveAsync(JobFilter.Parse(filter), queue, options, ct);
}
