namespace Ostinato;

/// <summary>
/// What keeps failing jobs from becoming a storm, by the wire name of the job. Configuration section <c>Ostinato:Storms</c> overrides what
/// code says. Nothing is on by default. Read at the start.
/// </summary>
public sealed class StormOptions
{
    /// <summary>The breakers. Configuration: <c>Breakers:{name}:Failures</c> and its kin.</summary>
    public IDictionary<string, BreakerOptions> Breakers { get; } = new Dictionary<string, BreakerOptions>(StringComparer.Ordinal);

    /// <summary>
    /// How many jobs of a kind that failed may come back in a second, in all processes together, about. 0.001 to 1,000,000. Configuration:
    /// <c>RetriesPerSecond:{name}</c>.
    /// </summary>
    public IDictionary<string, double> RetriesPerSecond { get; } = new Dictionary<string, double>(StringComparer.Ordinal);
}
