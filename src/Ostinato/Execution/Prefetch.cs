namespace Ostinato.Execution;

/// <summary>How many jobs to hold beside the running ones. Pure.</summary>
internal static class Prefetch
{
    /// <summary>Work for this long may wait in memory: enough to hide a trip to the store, too little to starve other processes.</summary>
    public static readonly TimeSpan Horizon = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// Jobs that all slots together finish within the horizon, at most <paramref name="max"/>; none before durations are known.
    /// </summary>
    public static int Target(TimeSpan averageDuration, bool isKnown, int concurrency, int max)
    {
        if (!isKnown)
        {
            return 0;
        }

        var perSlot = Horizon / Max(averageDuration, TimeSpan.FromTicks(1));
        return (int)Math.Min(max, perSlot * concurrency);
    }

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;
}
