namespace Ostinato;

/// <summary>What counts as healthy. Configuration section: <c>Ostinato:Health</c>.</summary>
public sealed class HealthOptions
{
    /// <summary>How long a job may wait while it is available before readiness degrades. Default: no limit.</summary>
    public TimeSpan? MaxBacklogAge { get; set; }
}
