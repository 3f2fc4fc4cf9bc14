namespace Ostinato.Storage;

/// <summary>How many ticks of a schedule are kept.</summary>
public static class TickLimits
{
    /// <summary>The latest ones.</summary>
    public const int PerSchedule = 1_000;
}
