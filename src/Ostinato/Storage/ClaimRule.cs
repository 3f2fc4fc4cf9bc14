namespace Ostinato.Storage;

/// <summary>Which jobs of a queue to take next. Pure, shared by the stores that keep jobs in lines.</summary>
/// <remarks>
/// A line holds the available jobs of one queue and priority in the order in which they became available. Suspects, jobs whose holder died
/// twice or more often, have lines of their own, so that they hold up nobody while they wait to be run one at a time.
/// </remarks>
public static class ClaimRule
{
    /// <summary>How many lines a queue has: one for each priority, and one for each priority's suspects.</summary>
    public const int Lines = 2 * Priorities;

    private const int Priorities = JobDefaults.LastPriority + 1;
    private const int SuspectFrom = 2;

    // Added to the deaths of a job in quarantine, which is kept wherever they are and is more than any limit that a process has.
    private const int Quarantine = 10_000;

    /// <summary>How long a job waits until it counts as one priority higher, so that nothing starves: one minute.</summary>
    public static TimeSpan Aging { get; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether a job may be the one that kills its processes: two died while they held it.</summary>
    public static bool IsSuspect(int crashes) => crashes >= SuspectFrom;

    /// <summary>Whether a person lets the job run once more, alone in its process.</summary>
    /// <param name="crashes">What is stored of how many processes died while they held it.</param>
    public static bool IsQuarantined(int crashes) => crashes >= Quarantine;

    /// <summary>What is stored of a job in quarantine in place of how many processes died while they held it.</summary>
    public static int Quarantined(int crashes) => Quarantine + Deaths(crashes);

    /// <summary>How many processes died while they held a job, in quarantine or not.</summary>
    /// <param name="crashes">What is stored.</param>
    public static int Deaths(int crashes) => crashes % Quarantine;

    /// <summary>The line a job stands in, from 0 to <see cref="Lines"/> − 1.</summary>
    public static int LineOf(int priority, int crashes) => IsSuspect(crashes) ? priority + Priorities : priority;

    /// <summary>The priority of the jobs in a line.</summary>
    public static int PriorityOf(int line) => line % Priorities;

    /// <summary>The priority that a job counts as: one step better for every <see cref="Aging"/> it has waited, at best 0.</summary>
    public static int EffectivePriority(int priority, TimeSpan waited) =>
        (int)Math.Max(0, priority - Math.Max(0, waited.Ticks / Aging.Ticks));

    /// <summary>Whether the head of a line is taken before that of another: the better effective priority, then the longer wait.</summary>
    public static bool GoesBefore(int priority, TimeSpan waited, int otherPriority, TimeSpan otherWaited)
    {
        var (effective, other) = (EffectivePriority(priority, waited), EffectivePriority(otherPriority, otherWaited));
        return effective == other ? waited > otherWaited : effective < other;
    }

    /// <summary>How many jobs to take from the head of a line; 0 means that this line must wait while others go on.</summary>
    /// <param name="request">What the process asks.</param>
    /// <param name="taken">How many it has been given so far.</param>
    /// <param name="hasSuspect">Whether it has been given a suspect so far.</param>
    /// <param name="count">How many jobs stand together at the head.</param>
    /// <param name="crashes">How many processes died while they held these jobs.</param>
    public static int Take(in ClaimRequest request, int taken, bool hasSuspect, int count, int crashes)
    {
        var room = Math.Min(count, request.Limit - taken);
        return IsSuspect(crashes) ? Math.Min(room, request.HoldsSuspect || hasSuspect ? 0 : 1) : room;
    }
}
