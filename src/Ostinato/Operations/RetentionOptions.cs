namespace Ostinato;

/// <summary>How long final jobs are kept. Configuration section: <c>Ostinato:Retention</c>.</summary>
public sealed class RetentionOptions
{
    /// <summary>How long completed jobs are kept. Default 1 day, 0 s to 100 years.</summary>
    public TimeSpan Completed { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How long cancelled jobs are kept. Default 14 days, 0 s to 100 years.</summary>
    public TimeSpan Cancelled { get; set; } = TimeSpan.FromDays(14);

    /// <summary>How long discarded jobs are kept. Default 14 days, 0 s to 100 years.</summary>
    public TimeSpan Discarded { get; set; } = TimeSpan.FromDays(14);

    /// <summary>
    /// How long the result of a completed job is kept, where that is less than the job. Then the job stays without it, and whoever asks for
    /// it is told that it has expired (<see cref="JobResultExpiredException"/>). Default: as long as the job; 0 s to 100 years.
    /// </summary>
    public TimeSpan? Results { get; set; }

    /// <summary>How long rows of the audit log are kept. Default 90 days, 0 s to 100 years.</summary>
    public TimeSpan Audit { get; set; } = TimeSpan.FromDays(90);

    /// <summary>
    /// How often final jobs are looked through, and those of a state at most once in a thousandth of the time for which they are kept.
    /// Default 1 min, 1 s to 1 day.
    /// </summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How many jobs one step removes at the most. Default 1,000, 1 to 100,000.</summary>
    public int StepSize { get; set; } = 1_000;

    /// <summary>
    /// Kinds that are kept for another time, by wire name. Must be the same in all workers of a store: each removes by what it knows.
    /// Default: none.
    /// </summary>
    public IDictionary<string, KindRetention> Kinds { get; } = new Dictionary<string, KindRetention>(StringComparer.Ordinal);

    /// <summary>How long an <see cref="IJobArchive"/> may take for up to 500 jobs. Default 1 min, 1 s to 1 h.</summary>
    public TimeSpan ArchiveTimeout { get; set; } = TimeSpan.FromMinutes(1);
}
