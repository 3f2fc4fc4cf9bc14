namespace Ostinato;

/// <summary>What counts as healthy. Configuration section: <c>Ostinato:Health</c>.</summary>
public sealed class HealthOptions
{
    /// <summary>
    /// How long a job may wait while it is available before readiness degrades. Default: no limit; 1 s to 365 days. Reloadable.
    /// </summary>
    public TimeSpan? MaxBacklogAge { get; set; }
}
