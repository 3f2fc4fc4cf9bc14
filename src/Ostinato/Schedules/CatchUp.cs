namespace Ostinato;

/// <summary>What becomes of ticks that nobody saw in time, because no process with a worker and the code was there.</summary>
public enum CatchUp
{
    /// <summary>They are missed. A tick that is seen within a minute is in time.</summary>
    None,

    /// <summary>The last of them is made up for, the others are missed.</summary>
    Last,

    /// <summary>Each of them is made up for, the earliest first.</summary>
    All,
}
