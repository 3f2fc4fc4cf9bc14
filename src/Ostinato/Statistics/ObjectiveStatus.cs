namespace Ostinato;

/// <summary>How an objective is met.</summary>
public sealed record ObjectiveStatus
{
    /// <summary>The queue.</summary>
    public required string Queue { get; init; }

    /// <summary>How long a job may wait.</summary>
    public required TimeSpan StartWithin { get; init; }

    /// <summary>For how many of a hundred attempts that is to hold.</summary>
    public required double Percent { get; init; }

    /// <summary>
    /// How many times more jobs were late in the last five minutes than may be: at 1 the objective is just met. Jobs that wait and are late
    /// already count.
    /// </summary>
    public required double BurnRate { get; init; }

    /// <summary>The same in the last hour.</summary>
    public required double BurnRateInAnHour { get; init; }

    /// <summary>From which rate on, in both windows, the objective is in danger.</summary>
    public required double MaxBurnRate { get; init; }

    /// <summary>Whether the objective is in danger.</summary>
    public bool IsBurning => BurnRate >= MaxBurnRate && BurnRateInAnHour >= MaxBurnRate;
}
