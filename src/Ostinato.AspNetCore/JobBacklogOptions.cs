namespace Ostinato;

/// <summary>What an endpoint of backlogs tells.</summary>
public sealed class JobBacklogOptions
{
    /// <summary>In which time what waits is to be started; it decides how many slots are needed. Default 1 min, 1 s to 1 day.</summary>
    public TimeSpan StartWithin { get; set; } = TimeSpan.FromMinutes(1);
}
