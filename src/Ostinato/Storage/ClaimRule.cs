namespace Ostinato.Storage;

/// <summary>Which jobs of a queue to take next. Pure, shared by the stores that keep jobs in ranges.</summary>
public static class ClaimRule
{
    /// <summary>How long a job waits until it counts as one priority higher, so that nothing starves: one minute.</summary>
    public static TimeSpan Aging { get; } = TimeSpan.FromMinutes(1);

    /// <summary>The priority that a job counts as: one step better for every <see cref="Aging"/> it has waited, at best 0.</summary>
    public static int EffectivePriority(int priority, TimeSpan waited) =>
        (int)Math.Max(0, priority - Math.Max(0, waited.Ticks / Aging.Ticks));

    /// <summary>How many jobs to take from a run of jobs at the head of its priority; 0 means that this priority must wait.</summary>
    /// <param name="request">What the process asks.</param>
    /// <param name="taken">How many it has been given so far.</param>
    /// <param name="count">How many jobs the run has.</param>
    /// <param name="crashes">How many processes died while they held these jobs.</param>
    public static int Take(in ClaimRequest request, int taken, int count, int crashes) => crashes switch
    {
        0 => Math.Min(count, request.Limit - taken),
        1 => Math.Clamp(Math.Min(request.Limit, request.FreeSlots) - taken, 0, count),
        _ => request.HoldsNothing && taken == 0 ? Math.Min(1, Math.Min(count, request.Limit)) : 0,
    };

    /// <summary>Whether nothing more may be taken beside a run with this many crashes, because it runs alone.</summary>
    public static bool RunsAlone(int crashes) => crashes >= 2;
}
