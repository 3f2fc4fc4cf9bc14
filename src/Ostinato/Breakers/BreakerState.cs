namespace Ostinato;

/// <summary>What a breaker does with the jobs of its kind.</summary>
public enum BreakerState
{
    /// <summary>They run.</summary>
    Closed,

    /// <summary>They are put back unharmed until a time.</summary>
    Open,

    /// <summary>A few run, to find out whether it works again. The others are put back.</summary>
    HalfOpen,
}
