namespace Ostinato;

/// <summary>What is kept of how attempts went. Configuration section: <c>Ostinato:Statistics</c>.</summary>
public sealed class StatisticsOptions
{
    /// <summary>
    /// Whether this process counts its attempts and writes a row a minute while there were any. Default true. Read at the start.
    /// </summary>
    public bool Enabled { get; set; } = true;

    /// <summary>How long the history is kept. Default 30 days, 1 day to 366 days.</summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(30);
}
