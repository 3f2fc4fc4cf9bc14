namespace Ostinato;

/// <summary>What is promised of queues. Configuration section: <c>Ostinato:Objectives</c>, with a key for each queue.</summary>
public sealed class ObjectiveOptions
{
    /// <summary>The objectives, by queue. Default none.</summary>
    public IDictionary<string, QueueObjective> Queues { get; } = new Dictionary<string, QueueObjective>(StringComparer.Ordinal);
}

/// <summary>How soon the jobs of a queue are to start.</summary>
public sealed class QueueObjective
{
    /// <summary>How long a job may wait from the moment it could start. Default 1 min, 0.001 s to 30 days. Reloadable.</summary>
    public TimeSpan StartWithin { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>For how many of a hundred attempts that is to hold. Default 99, 1 to 99.999. Reloadable.</summary>
    public double Percent { get; set; } = 99;

    /// <summary>
    /// From which burn rate on, in the last five minutes and in the last hour alike, health is degraded. Default: 14.4, which uses up the
    /// allowance of a month in two days, or what half of all jobs being late comes to, where that is less. 0.1 to 100,000. Reloadable.
    /// </summary>
    public double? MaxBurnRate { get; set; }
}
